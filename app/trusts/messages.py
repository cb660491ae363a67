"""What people are told about joining a trust. No notice holds a person's name: the page it leads to shows it."""

from datetime import datetime

from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.trusts import queries
from app.trusts.values import InvitationValue, Permission, RequestValue, Role, TrustValue

PEOPLE = "/trust/people"
REQUESTS = "/operator/requests"


def tell_asked(*, request: RequestValue, trust: TrustValue, at: datetime) -> None:
    """Tell the trust's administrators that somebody asks to join; where it has none, the operator."""
    administrators = queries.people_with(trust.id, Permission.MANAGE_TRUST)
    notifications.notify(
        recipients=administrators or queries.list_operators(),
        topic=Topic.JOINING if administrators else Topic.OPERATOR,
        subject=f"Somebody asks to join {trust.name}",
        body="Decide whether they may act for the trust, and with which roles."
        if administrators
        else "The trust has no administrator yet, so the decision is the operator's.",
        link=f"{PEOPLE}/requests/{request.id}" if administrators else f"{REQUESTS}/{request.id}",
        key=f"trusts.asked:{request.id}",
        at=at,
    )


def tell_decided(*, request: RequestValue, trust: TrustValue, accepted: bool, at: datetime) -> None:
    """Tell the person who asked what was decided."""
    notifications.notify(
        recipients=[request.person_id],
        topic=Topic.JOINING,
        subject=f"You can now act for {trust.name}" if accepted else f"Your request to join {trust.name} was declined",
        body="Choose the trust to act for, and begin." if accepted else "The reason is shown where you asked.",
        link="/acting" if accepted else "/join",
        key=f"trusts.decided:{request.id}",
        at=at,
    )


def send_invitation(*, invitation: InvitationValue, trust: TrustValue, token: str, at: datetime) -> None:
    """Send the link of an invitation to the address that it is for."""
    roles = ", ".join(sorted(role.label for role in invitation.roles))
    notifications.send_mail_to(
        address=invitation.email,
        subject=f"You are invited to act for {trust.name}",
        body=f"{trust.name} invites you to act for it on Trust Exchange, where academy trusts trade services with one "
        f"another. Your roles: {roles}.\n\nThe link below is good for 14 days and for you alone. If you did not "
        "expect this invitation, ignore this email.",
        link=f"/invitations/{token}",
        key=f"trusts.invitation:{invitation.id}",
        at=at,
        secret=True,
    )


def tell_invitation_accepted(*, invitation: InvitationValue, trust: TrustValue, at: datetime) -> None:
    """Tell whoever sent an invitation that it was taken up."""
    notifications.notify(
        recipients=[invitation.invited_by_id],
        topic=Topic.JOINING,
        subject=f"An invitation to {trust.name} was accepted",
        body="The person you invited can now act for the trust.",
        link=PEOPLE,
        key=f"trusts.invitation_accepted:{invitation.id}",
        at=at,
    )


def tell_roles_changed(*, person_id: int, trust: TrustValue, roles: frozenset[Role], at: datetime) -> None:
    """Tell a member that their roles were changed by somebody else."""
    notifications.notify(
        recipients=[person_id],
        topic=Topic.JOINING,
        subject=f"Your roles at {trust.name} have changed",
        body="You are now: " + ", ".join(sorted(role.label for role in roles)) + ".",
        link=PEOPLE,
        key=f"trusts.roles:{trust.id}:{person_id}:{at.isoformat()}",
        at=at,
    )


def tell_ended(*, person_id: int, trust: TrustValue, at: datetime) -> None:
    """Tell a person that they were taken off a trust."""
    notifications.notify(
        recipients=[person_id],
        topic=Topic.JOINING,
        subject=f"You no longer act for {trust.name}",
        body="An administrator of the trust ended your membership. If that is a mistake, ask to join again.",
        link="/join",
        key=f"trusts.ended:{trust.id}:{person_id}:{at.isoformat()}",
        at=at,
    )


def tell_left(*, membership_id: int, trust: TrustValue, at: datetime) -> None:
    """Tell a trust's administrators that somebody has left."""
    notifications.notify(
        recipients=queries.people_with(trust.id, Permission.MANAGE_TRUST),
        topic=Topic.JOINING,
        subject=f"Somebody has left {trust.name}",
        body="Check that the roles they held are still covered.",
        link=PEOPLE,
        key=f"trusts.left:{membership_id}",
        at=at,
    )
