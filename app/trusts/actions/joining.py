"""Asking to join a trust, and the answer."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.trusts import messages, queries, rules
from app.trusts.actions.members import add_member, lock_trust
from app.trusts.models import JoinRequest
from app.trusts.values import Permission, RequestState, RequestValue, Role, TrustValue


def ask_to_join(*, trust_id: int, message: str, actor: Actor, at: datetime) -> RequestValue:
    """Ask to act for a trust; its administrators are told, or the operator where it has none.

    Asking twice asks once. Raises NotFound, TrustClosed, AlreadyMember.
    """
    trust = queries.get_trust(trust_id)
    rules.check_can_join(trust, is_member=queries.find_member(trust_id, actor.person_id) is not None)
    asked = insert_or_ignore(
        JoinRequest.__table__,  # type: ignore[arg-type]
        {
            "trust_id": trust_id,
            "person_id": actor.person_id,
            "message": message,
            "state": RequestState.WAITING,
            "asked_at": at,
            "reason": "",
        },
    )
    request = queries.find_waiting(trust_id, actor.person_id)
    assert request is not None
    if asked:
        _record(actor, "trusts.join_asked", request, at)
        messages.tell_asked(request=request, trust=trust, at=at)
    return request


def withdraw_request(*, request_id: int, actor: Actor, at: datetime) -> None:
    """Take back one's own request. Raises NotFound for another's, AlreadyDecided for one that was answered."""
    request = queries.get_request(request_id)
    if request.person_id != actor.person_id:
        raise NotFound(f"request {request_id} is another person's")
    _move(request, RequestState.WITHDRAWN, actor, at)
    _record(actor, "trusts.join_withdrawn", request, at)


def accept_join(*, request_id: int, roles: Collection[Role], actor: Actor, at: datetime) -> TrustValue:
    """Let the person who asked act for the trust, with these roles.

    Raises NotFound for a request that is not the actor's to decide, AlreadyDecided, TrustClosed, NoRoles,
    and AdministratorNeeded for the first person of a trust.
    """
    request, trust, administrators = _to_decide(request_id, actor)
    rules.check_roles(roles)
    rules.check_acceptance(roles, administrators)
    decider = _without_other_trusts(actor, trust.id)
    _move(request, RequestState.ACCEPTED, actor, at)
    add_member(trust_id=trust.id, person_id=request.person_id, roles=roles, actor=decider, at=at)
    _record(decider, "trusts.join_accepted", request, at)
    messages.tell_decided(request=request, trust=trust, accepted=True, at=at)
    return trust


def decline_join(*, request_id: int, reason: str, actor: Actor, at: datetime) -> TrustValue:
    """Turn a request down; the person who asked reads the reason.

    Raises NotFound for a request that is not the actor's to decide, AlreadyDecided, ReasonNeeded.
    """
    request, trust, _ = _to_decide(request_id, actor)
    rules.check_reason(reason)
    _move(request, RequestState.DECLINED, actor, at, reason=reason)
    _record(_without_other_trusts(actor, trust.id), "trusts.join_declined", request, at)
    messages.tell_decided(request=request, trust=trust, accepted=False, at=at)
    return trust


def _to_decide(request_id: int, actor: Actor) -> tuple[RequestValue, TrustValue, list[int]]:
    request = queries.get_request(request_id)
    trust = lock_trust(request.trust_id)
    administrators = queries.people_with(trust.id, Permission.MANAGE_TRUST)
    if not rules.may_decide(actor, trust.id, administrators):
        raise NotFound(f"request {request_id} is not this person's to decide")
    rules.check_waiting(request)
    return request, trust, administrators


def _move(request: RequestValue, state: RequestState, actor: Actor, at: datetime, *, reason: str = "") -> None:
    moved = session().execute(
        update(JoinRequest)
        .where(JoinRequest.id == request.id, JoinRequest.state == RequestState.WAITING)
        .values(state=state, decided_at=at, decided_by_id=actor.person_id, reason=reason)
    )
    session().expire_all()
    if not getattr(moved, "rowcount", 0):
        rules.check_waiting(queries.get_request(request.id))


def _record(actor: Actor, verb: str, request: RequestValue, at: datetime) -> None:
    audit.record(
        actor=_without_other_trusts(actor, request.trust_id),
        verb=verb,
        subject=f"person:{request.person_id}",
        at=at,
        concerns=[request.trust_id],
        facts={"request": request.id},
    )


def _without_other_trusts(actor: Actor, trust_id: int) -> Actor:
    """What is done about one trust is nothing that another trust, for which one also acts, may read."""
    return actor if actor.trust_id == trust_id else replace(actor, trust_id=None, permissions=frozenset())
