"""Interests: one, several in a batch, those about one person, a trust's list. Names are not among what they say."""

from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import selectinload

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.secondments.models import Consent, Interest, InterestMove
from app.secondments.queries.adverts import adverts_by_id
from app.secondments.values import (
    AdvertValue,
    ConsentValue,
    InterestFilter,
    InterestSort,
    InterestValue,
    MoveValue,
    Party,
    Stage,
)


def get_interest(trust_id: int, reference: str) -> InterestValue:
    """An interest of which a trust is the home employer or the host. Raises NotFound for another's."""
    found = _many(_all().where(Interest.reference == reference, _of(trust_id)))
    if not found:
        raise NotFound(f"no interest {reference} of trust {trust_id}")
    return found[0]


def interests_by_id(interest_ids: Iterable[int]) -> dict[int, InterestValue]:
    """Interests by id in one batch, for this domain's own rooms; what does not exist is missing."""
    return {each.id: each for each in _many(_all().where(Interest.id.in_(set(interest_ids))))}


def interests_of_secondee(secondee_id: int) -> list[InterestValue]:
    """Every interest in one person, the newest first."""
    mine = _all().where(Interest.secondee_id == secondee_id)
    return _many(mine.order_by(Interest.made_at.desc(), Interest.id.desc()))


def open_interests_of_trust(trust_id: int) -> list[InterestValue]:
    """The interests that go on, of which a trust is the home employer or the host, oldest first."""
    return _many(_all().where(_of(trust_id), Interest.is_open).order_by(Interest.id))


def find_open(
    *, availability_id: int | None, host_id: int, opportunity_id: int | None, secondee_id: int
) -> InterestValue | None:
    """The open interest that stands in the way of another in the same thing, if there is one."""
    same_availability = (Interest.availability_id == (availability_id or 0)) & (Interest.host_id == host_id)
    same_person = (Interest.opportunity_id == (opportunity_id or 0)) & (Interest.secondee_id == secondee_id)
    found = _many(_all().where(Interest.is_open, or_(same_availability, same_person)).order_by(Interest.id))
    return found[0] if found else None


def list_interests(
    trust_id: int,
    narrowed: InterestFilter,
    *,
    sort: InterestSort = InterestSort.MADE,
    descending: bool = True,
    skip: int = 0,
    most: int | None = 20,
) -> list[InterestValue]:
    """A trust's interests on either side, in an order that is total; `most` None gives all."""
    column = {InterestSort.MADE: Interest.made_at, InterestSort.MOVED: _moved(), InterestSort.STAGE: _rank()}[sort]
    order = [column.desc(), Interest.id.desc()] if descending else [column.asc(), Interest.id]
    return _many(_narrowed(trust_id, narrowed).order_by(*order).offset(skip).limit(most))


def count_interests(trust_id: int, narrowed: InterestFilter) -> int:
    """How many `list_interests` would list in all."""
    ids = _narrowed(trust_id, narrowed).with_only_columns(Interest.id)
    return session().scalar(select(func.count()).select_from(ids.subquery())) or 0


def _of(trust_id: int) -> ColumnElement[bool]:
    return or_(Interest.home_id == trust_id, Interest.host_id == trust_id)


def _narrowed(trust_id: int, narrowed: InterestFilter) -> Select[Interest]:
    side = {None: _of(trust_id), Party.HOME: Interest.home_id == trust_id, Party.HOST: Interest.host_id == trust_id}
    query = _all().where(side[narrowed.side])
    if narrowed.stage is not None:
        query = query.where(Interest.stage == narrowed.stage)
    if narrowed.listing_id is not None:
        about = (Interest.opportunity_id == narrowed.listing_id, Interest.availability_id == narrowed.listing_id)
        query = query.where(or_(*about))
    return query


def _moved() -> ColumnElement[object]:
    moves = select(func.max(InterestMove.moved_at)).where(InterestMove.interest_id == Interest.id)
    return func.coalesce(moves.correlate(Interest).scalar_subquery(), Interest.made_at)


def _rank() -> ColumnElement[int]:
    return case({stage.value: place for place, stage in enumerate(Stage)}, value=Interest.stage)


def _all() -> Select[Interest]:
    parts = (selectinload(Interest.consents), selectinload(Interest.moves))
    return select(Interest).options(*parts).execution_options(populate_existing=True)


def _many(query: Select[Interest]) -> list[InterestValue]:
    return [_value(row) for row in session().scalars(query)]


def _value(row: Interest) -> InterestValue:
    return InterestValue(
        id=row.id,
        reference=row.reference,
        home_id=row.home_id,
        host_id=row.host_id,
        secondee_id=row.secondee_id,
        opportunity_id=row.opportunity_id,
        availability_id=row.availability_id,
        stage=row.stage,
        note=row.note,
        made_by=row.made_by,
        made_by_trust=row.made_by_trust,
        made_at=row.made_at,
        consents=_consents(row.consents),
        moves=_moves(row.moves),
    )


def _consents(rows: Collection[Consent]) -> tuple[ConsentValue, ...]:
    return tuple(
        ConsentValue(each.consenter, each.given_at, each.given_by, each.withdrawn_at, each.withdrawn_by)
        for each in rows
    )


def _moves(rows: Collection[InterestMove]) -> tuple[MoveValue, ...]:
    return tuple(
        MoveValue(each.stage, each.trust_id, each.person_id, each.moved_at, each.reason, each.message) for each in rows
    )


def adverts_asked_about(trust_id: int) -> list[AdvertValue]:
    """A trust's own adverts in which there was an interest, by title."""
    hosting = select(Interest.opportunity_id).where(Interest.host_id == trust_id)
    lending = select(Interest.availability_id).where(Interest.home_id == trust_id)
    ids = {each for query in (hosting, lending) for each in session().scalars(query.distinct()) if each is not None}
    return sorted(adverts_by_id(ids).values(), key=lambda each: (each.listing.title.lower(), each.listing.id))
