"""Who may join a trust, and who may not leave it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from app.kernel.errors import Refused
from app.trusts.values import InvitationState, InvitationValue, Role, TrustValue

INVITATION_LASTS = timedelta(days=14)


class TrustClosed(Refused):
    """Nobody joins a trust that has closed."""


class AlreadyMember(Refused):
    """The person belongs to the trust already."""


class NoRoles(Refused):
    """Somebody who belongs to a trust has at least one role in it."""


class LastAdministrator(Refused):
    """A trust keeps at least one administrator."""


class InvitationOver(Refused):
    """An invitation was used, withdrawn, or ran out."""


def check_can_join(trust: TrustValue, *, is_member: bool) -> None:
    """Whether one may join oneself. Raises TrustClosed, and AlreadyMember for one who belongs to it."""
    if not trust.is_open:
        raise TrustClosed(f"{trust.name} has closed. Choose the trust that your school belongs to now.", field="trust")
    if is_member:
        raise AlreadyMember(f"You already belong to {trust.name}.", field="trust")


def check_can_add(trust: TrustValue, *, is_member: bool) -> None:
    """Whether somebody else may be let in. Raises TrustClosed, and AlreadyMember for one who belongs to it."""
    if not trust.is_open:
        raise TrustClosed(f"{trust.name} has closed: nobody new can join it.")
    if is_member:
        raise AlreadyMember(f"They already belong to {trust.name}. Change their roles instead.", field="email")


def check_roles(roles: Collection[Role]) -> None:
    """Raises NoRoles when there is none."""
    if not roles:
        raise NoRoles("Choose at least one role", field="roles")


def check_keeps_administrator(
    person_id: int, roles_after: Collection[Role], administrators: Collection[int], *, leaving: bool = False
) -> None:
    """Raises LastAdministrator when the trust's only administrator would leave or lose that role.

    `administrators` are the ids of those who hold the role now.
    """
    if Role.ADMINISTRATOR in roles_after or set(administrators) != {person_id}:
        return
    deed = "leave" if leaving else "stop being an administrator"
    raise LastAdministrator(
        f"The trust's only administrator cannot {deed}. Make somebody else an administrator first.",
        field=None if leaving else "roles",
    )


def check_invitation(invitation: InvitationValue, at: datetime) -> None:
    """Raises InvitationOver unless the invitation waits and has not run out; at its last moment it has."""
    if invitation.state is InvitationState.ACCEPTED:
        raise InvitationOver("This invitation has been used. Sign in to act for the trust.")
    if invitation.state is InvitationState.WITHDRAWN:
        raise InvitationOver("This invitation was withdrawn. Ask the person who sent it for a new one.")
    if at >= invitation.expires_at:
        raise InvitationOver("This invitation has run out. Ask the person who sent it for a new one.")
