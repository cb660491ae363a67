"""The people of a trust who go to courses."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, or_, select

from app.cpd.models import Delegate, Place, Seat
from app.cpd.queries.delegate_places import delegate_value
from app.cpd.values import LIVE, DelegateValue
from app.kernel.database import session
from app.kernel.errors import NotFound


def get_delegate(trust_id: int, delegate_id: int) -> DelegateValue:
    """Somebody of this trust. Raises NotFound for another's, and for one who was erased."""
    return own_delegates(trust_id, [delegate_id])[0]


def own_delegates(trust_id: int, delegate_ids: Sequence[int]) -> list[DelegateValue]:
    """People of this trust in the order of their ids as given. Raises NotFound for another's, or one erased."""
    if not delegate_ids:
        return []
    mine = (Delegate.trust_id == trust_id, Delegate.erased_at.is_(None), Delegate.id.in_(delegate_ids))
    rows = {row.id: row for row in session().scalars(_all().where(*mine))}
    if set(delegate_ids) - set(rows):
        raise NotFound(f"not people of trust {trust_id}")
    return [delegate_value(rows[each]) for each in delegate_ids]


def delegates_by_id(delegate_ids: Iterable[int]) -> dict[int, DelegateValue]:
    """People by id in one batch, whatever their trust: who may see them is the caller's to ask."""
    rows = session().scalars(_all().where(Delegate.id.in_(set(delegate_ids))))
    return {row.id: delegate_value(row) for row in rows}


def delegates_by_email(trust_id: int, emails: Iterable[str]) -> dict[str, DelegateValue]:
    """People of a trust by e-mail address, in small letters, in one batch; an unknown one is missing."""
    wanted = set(emails)
    if not wanted:
        return {}
    rows = session().scalars(_all().where(Delegate.trust_id == trust_id, Delegate.email.in_(wanted)))
    return {value.email: value for value in map(delegate_value, rows)}


def list_delegates(trust_id: int, text: str = "", *, skip: int = 0, most: int | None = 20) -> list[DelegateValue]:
    """The people of a trust who go to courses, by name, narrowed by a part of name or e-mail; None gives all."""
    query = _narrowed(trust_id, text).order_by(func.lower(Delegate.name), Delegate.id).offset(skip).limit(most)
    return [delegate_value(row) for row in session().scalars(query)]


def count_delegates(trust_id: int, text: str = "") -> int:
    """How many `list_delegates` would list in all."""
    ids = _narrowed(trust_id, text).with_only_columns(Delegate.id)
    return session().scalar(select(func.count()).select_from(ids.subquery())) or 0


def coming_to(
    delegate_ids: Iterable[int], session_ids: Iterable[int], *, besides: int | None = None
) -> list[DelegateValue]:
    """Those of some people who have a place in any of some sessions, or are in line for one.

    `besides` is the id of a place that does not count.
    """
    wanted = set(delegate_ids)
    if not wanted:
        return []
    query = (
        _all()
        .join(Place, Place.delegate_id == Delegate.id)
        .join(Seat, Seat.place_id == Place.id)
        .where(Delegate.id.in_(wanted), Seat.session_id.in_(set(session_ids)), Place.state.in_(LIVE))
        .where(Place.id != (besides or 0))
        .distinct()
    )
    return [delegate_value(row) for row in session().scalars(query.order_by(Delegate.id))]


def _narrowed(trust_id: int, text: str) -> Select[Delegate]:
    query = _all().where(Delegate.trust_id == trust_id, Delegate.erased_at.is_(None))
    for part in text.split():
        columns = (Delegate.name, Delegate.email)
        query = query.where(or_(*(column.icontains(part, autoescape=True) for column in columns)))
    return query


def _all() -> Select[Delegate]:
    return select(Delegate).execution_options(populate_existing=True)
