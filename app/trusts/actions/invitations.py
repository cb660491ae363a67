"""Inviting people by e-mail to act for a trust."""

import hashlib
import secrets
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.people import actions as people_actions
from app.people import queries as people
from app.people.rules import usual_email
from app.trusts import messages, queries, rules
from app.trusts.actions.members import add_member, lock_trust
from app.trusts.models import Invitation, InvitationRole
from app.trusts.values import InvitationState, InvitationValue, Permission, Role, TrustValue


def invite(*, email: str, roles: Collection[Role], actor: Actor, at: datetime) -> InvitationValue:
    """Send somebody, with an account or without, a link by which they join the actor's trust; good for 14 days.

    An earlier invitation of the same address is withdrawn. Raises EmailNotUsable, NoRoles, TrustClosed, and
    AlreadyMember.
    """
    trust = lock_trust(_managed(actor))
    address = usual_email(email)
    person = people.find_by_email(address)
    rules.check_roles(roles)
    rules.check_can_add(trust, is_member=bool(person and queries.find_member(trust.id, person.id)))
    for earlier in queries.list_invitations(trust.id):
        if earlier.email == address:
            _move(earlier, InvitationState.WITHDRAWN, at)
    token = secrets.token_urlsafe(32)
    invitation = _store(trust.id, address, token, roles, actor, at)
    _record(actor, "trusts.invited", invitation, at)
    messages.send_invitation(invitation=invitation, trust=trust, token=token, at=at)
    return invitation


def withdraw_invitation(*, invitation_id: int, actor: Actor, at: datetime) -> None:
    """Make an invitation's link useless. Raises NotFound, and InvitationOver when it was used or withdrawn."""
    invitation = queries.get_invitation(_managed(actor), invitation_id)
    _move(invitation, InvitationState.WITHDRAWN, at)
    _record(actor, "trusts.invitation_withdrawn", invitation, at)


def accept_invitation(*, token: str, actor: Actor, at: datetime) -> TrustValue:
    """Join a trust by the link of an invitation to one's own address.

    Raises NotFound for a link we never sent and for an invitation to another address, InvitationOver,
    TrustClosed, AlreadyMember.
    """
    invitation = get_by_token(token)
    if people.get_person(actor.person_id).email != invitation.email:
        raise NotFound("the invitation is to another address")
    is_member = queries.find_member(invitation.trust_id, actor.person_id) is not None
    rules.check_can_join(queries.get_trust(invitation.trust_id), is_member=is_member)
    return _accept(invitation, actor, at)


def accept_invitation_with_new_account(*, token: str, name: str, password: str, at: datetime) -> int:
    """Make an account for the address that an invitation was sent to, and join by it; returns the person's id.

    Holding the link shows that the mailbox is theirs. Raises as `accept_invitation` does, and what
    `people` raises of a name or password.
    """
    invitation = get_by_token(token)
    rules.check_invitation(invitation, at)
    person_id = people_actions.add_confirmed_person(email=invitation.email, name=name, password=password, at=at)
    _accept(invitation, Actor(person_id=person_id), at)
    return person_id


def get_by_token(token: str) -> InvitationValue:
    """The invitation behind a link, in whatever state. Raises NotFound for a link we never sent."""
    invitation = queries.find_invitation(_hash(token))
    if invitation is None:
        raise NotFound("no such invitation")
    return invitation


def _accept(invitation: InvitationValue, actor: Actor, at: datetime) -> TrustValue:
    rules.check_invitation(invitation, at)
    _move(invitation, InvitationState.ACCEPTED, at, accepted_by_id=actor.person_id)
    own = replace(actor, trust_id=None, permissions=frozenset())
    add_member(trust_id=invitation.trust_id, person_id=actor.person_id, roles=invitation.roles, actor=own, at=at)
    _record(own, "trusts.invitation_accepted", invitation, at)
    trust = queries.get_trust(invitation.trust_id)
    messages.tell_invitation_accepted(invitation=invitation, trust=trust, at=at)
    return trust


def _store(
    trust_id: int, address: str, token: str, roles: Collection[Role], actor: Actor, at: datetime
) -> InvitationValue:
    row = Invitation(
        trust_id=trust_id,
        email=address,
        token_hash=_hash(token),
        state=InvitationState.WAITING,
        invited_by_id=actor.person_id,
        invited_at=at,
        expires_at=at + rules.INVITATION_LASTS,
        roles=[InvitationRole(role=role) for role in sorted(set(roles))],
    )
    session().add(row)
    session().flush()
    return queries.get_invitation(trust_id, row.id)


def _move(
    invitation: InvitationValue, state: InvitationState, at: datetime, *, accepted_by_id: int | None = None
) -> None:
    moved = session().execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, Invitation.state == InvitationState.WAITING)
        .values(state=state, answered_at=at, accepted_by_id=accepted_by_id)
    )
    session().expire_all()
    if not getattr(moved, "rowcount", 0):
        rules.check_invitation(queries.get_invitation(invitation.trust_id, invitation.id), at)


def _record(actor: Actor, verb: str, invitation: InvitationValue, at: datetime) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject=f"invitation:{invitation.id}",
        at=at,
        concerns=[invitation.trust_id],
        facts={"roles": sorted(role.value for role in invitation.roles)},
    )


def _managed(actor: Actor) -> int:
    if not actor.may(Permission.MANAGE_TRUST):
        raise NotFound("the members of a trust are its administrators' to change")
    return actor.trust


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
