"""Requests to join a trust. Its administrators decide them; where it has none, the operator does."""

from sqlalchemy import ColumnElement, exists, func, select

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.trusts.models import JoinRequest, Membership, MembershipRole
from app.trusts.values import RequestState, RequestValue, Role


def get_request(request_id: int) -> RequestValue:
    """A request by its id. Raises NotFound. The caller sees to it that it is theirs to see."""
    row = session().get(JoinRequest, request_id)
    if row is None:
        raise NotFound(f"no request {request_id}")
    return request_value(row)


def find_waiting(trust_id: int, person_id: int) -> RequestValue | None:
    """The request of a person to a trust that waits for an answer, if there is one."""
    row = session().scalar(
        select(JoinRequest)
        .where(JoinRequest.trust_id == trust_id, JoinRequest.person_id == person_id)
        .where(JoinRequest.state == RequestState.WAITING)
    )
    return request_value(row) if row else None


def list_waiting(trust_id: int) -> list[RequestValue]:
    """The requests to a trust that wait for an answer, oldest first."""
    rows = session().scalars(
        select(JoinRequest).where(_waiting_for(trust_id)).order_by(JoinRequest.asked_at, JoinRequest.id)
    )
    return [request_value(row) for row in rows]


def count_waiting(trust_id: int) -> int:
    """How many requests to a trust wait for an answer."""
    return session().scalar(select(func.count()).select_from(JoinRequest).where(_waiting_for(trust_id))) or 0


def list_requests_by(person_id: int) -> list[RequestValue]:
    """What a person has asked, newest first."""
    rows = session().scalars(
        select(JoinRequest)
        .where(JoinRequest.person_id == person_id)
        .order_by(JoinRequest.asked_at.desc(), JoinRequest.id.desc())
    )
    return [request_value(row) for row in rows]


def list_for_operator() -> list[RequestValue]:
    """The requests that wait for the operator, oldest first: those to trusts without an administrator."""
    rows = session().scalars(
        select(JoinRequest).where(_without_administrator()).order_by(JoinRequest.asked_at, JoinRequest.id)
    )
    return [request_value(row) for row in rows]


def count_for_operator() -> int:
    """How many requests wait for the operator."""
    return session().scalar(select(func.count()).select_from(JoinRequest).where(_without_administrator())) or 0


def request_value(row: JoinRequest) -> RequestValue:
    """What others get of a request."""
    return RequestValue(
        id=row.id,
        trust_id=row.trust_id,
        person_id=row.person_id,
        message=row.message,
        state=RequestState(row.state),
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        reason=row.reason,
    )


def _waiting_for(trust_id: int) -> ColumnElement[bool]:
    return (JoinRequest.trust_id == trust_id) & (JoinRequest.state == RequestState.WAITING)


def _without_administrator() -> ColumnElement[bool]:
    administrator = (
        exists()
        .where(Membership.trust_id == JoinRequest.trust_id, Membership.ended_at.is_(None))
        .where(MembershipRole.membership_id == Membership.id, MembershipRole.role == Role.ADMINISTRATOR)
    )
    return (JoinRequest.state == RequestState.WAITING) & ~administrator
