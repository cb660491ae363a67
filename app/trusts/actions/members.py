"""Who acts for a trust, with which roles, and who no longer does."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.trusts import messages, queries, rules
from app.trusts.models import JoinRequest, Membership, MembershipRole, Trust
from app.trusts.values import MemberValue, Permission, RequestState, Role, TrustValue


def add_member(
    *, trust_id: int, person_id: int, roles: Collection[Role], at: datetime, actor: Actor | None = None
) -> MemberValue:
    """Let a person act for a trust from now on; a request of theirs that waits is thereby accepted.

    `actor` is None where the system does it. Who may is the caller's to check. Raises TrustClosed,
    AlreadyMember, NoRoles.
    """
    trust = lock_trust(trust_id)
    rules.check_roles(roles)
    rules.check_can_add(trust, is_member=queries.find_member(trust_id, person_id) is not None)
    added = insert_or_ignore(
        Membership.__table__,  # type: ignore[arg-type]
        {"trust_id": trust_id, "person_id": person_id, "joined_at": at},
    )
    rules.check_can_add(trust, is_member=not added)
    member = queries.get_member(trust_id, person_id)
    _give(member.id, roles)
    _accept_waiting(trust_id, person_id, actor, at)
    _record(actor, "trusts.member_added", trust_id, person_id, at, roles)
    return queries.get_member(trust_id, person_id)


def set_roles(*, person_id: int, roles: Collection[Role], actor: Actor, at: datetime) -> None:
    """Give a member of the actor's trust these roles instead of those they had.

    Raises NotFound for somebody who is no member, NoRoles, and LastAdministrator where the trust would
    be left without one.
    """
    trust = lock_trust(actor.trust)
    if not actor.may(Permission.MANAGE_TRUST):
        raise NotFound("the members of a trust are its administrators' to change")
    member = queries.get_member(trust.id, person_id)
    rules.check_roles(roles)
    if member.roles == frozenset(roles):
        return
    rules.check_keeps_administrator(person_id, roles, _administrators(trust.id))
    session().execute(delete(MembershipRole).where(MembershipRole.membership_id == member.id))
    _give(member.id, roles)
    _record(actor, "trusts.roles_changed", trust.id, person_id, at, roles)
    if person_id != actor.person_id:
        messages.tell_roles_changed(person_id=person_id, trust=trust, roles=frozenset(roles), at=at)


def end_membership(*, person_id: int, actor: Actor, at: datetime) -> None:
    """End a person's membership of the actor's trust: their own, or another's by an administrator.

    Raises NotFound for somebody who is no member, LastAdministrator for the trust's only one.
    """
    trust = lock_trust(actor.trust)
    own = person_id == actor.person_id
    if not (own or actor.may(Permission.MANAGE_TRUST)):
        raise NotFound("the members of a trust are its administrators' to change")
    member = queries.get_member(trust.id, person_id)
    rules.check_keeps_administrator(person_id, (), _administrators(trust.id), leaving=True)
    session().execute(
        update(Membership).where(Membership.id == member.id).values(ended_at=at, ended_by_id=actor.person_id)
    )
    session().expire_all()
    _record(actor, "trusts.membership_ended", trust.id, person_id, at, member.roles)
    if own:
        messages.tell_left(membership_id=member.id, trust=trust, at=at)
    else:
        messages.tell_ended(person_id=person_id, trust=trust, at=at)


def lock_trust(trust_id: int) -> TrustValue:
    """A trust whose membership nobody else changes until this transaction ends. Raises NotFound."""
    session().execute(select(Trust.id).where(Trust.id == trust_id).with_for_update())
    return queries.get_trust(trust_id)


def _administrators(trust_id: int) -> list[int]:
    return queries.people_with(trust_id, Permission.MANAGE_TRUST)


def _give(membership_id: int, roles: Collection[Role]) -> None:
    rows = [{"membership_id": membership_id, "role": role} for role in sorted(set(roles))]
    session().execute(insert(MembershipRole), rows)
    session().expire_all()


def _accept_waiting(trust_id: int, person_id: int, actor: Actor | None, at: datetime) -> None:
    session().execute(
        update(JoinRequest)
        .where(JoinRequest.trust_id == trust_id, JoinRequest.person_id == person_id)
        .where(JoinRequest.state == RequestState.WAITING)
        .values(state=RequestState.ACCEPTED, decided_at=at, decided_by_id=actor.person_id if actor else None)
    )


def _record(
    actor: Actor | None, verb: str, trust_id: int, person_id: int, at: datetime, roles: Collection[Role]
) -> None:
    audit.record(
        actor=actor,
        verb=verb,
        subject=f"person:{person_id}",
        at=at,
        concerns=[trust_id],
        facts={"roles": sorted(role.value for role in roles)},
    )
