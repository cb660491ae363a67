"""The runs that a trust gives, with how their places stand."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, or_, select

from app.cpd.models import Place, RegisterClosing, Run, RunCancellation, RunGoAhead, Session
from app.cpd.values import LIVE, PlaceState
from app.cpd.values.given import RunLine, RunsFilter, RunsWanted
from app.kernel.clock import london_date
from app.kernel.database import session
from app.listings import queries as listings

DECIDED_WITHIN = timedelta(days=28)


def list_runs_given(
    provider_id: int,
    narrowed: RunsFilter,
    at: datetime,
    *,
    descending: bool = False,
    skip: int = 0,
    most: int | None = 20,
) -> list[RunLine]:
    """The runs of a trust by when they begin; `most` None gives all of them."""
    order = [Run.starts_at.desc(), Run.id.desc()] if descending else [Run.starts_at, Run.id]
    left = select(func.min(Session.capacity - Session.taken)).where(Session.run_id == Run.id).scalar_subquery()
    query = _narrowed(provider_id, narrowed, at).add_columns(left, _is_cancelled(), _goes_ahead(), _is_closed())
    rows = session().execute(query.order_by(*order).offset(skip).limit(most)).all()
    titles = listings.listings_by_id({row[0].listing_id for row in rows})
    counts = _counts([row[0].id for row in rows])
    return [
        RunLine(
            reference=run.reference,
            title=titles[run.listing_id].title,
            name=run.name,
            starts_at=run.starts_at,
            ends_at=run.ends_at,
            left=seats,
            booked=counts[run.id, PlaceState.BOOKED],
            held=counts[run.id, PlaceState.HELD],
            offered=counts[run.id, PlaceState.OFFERED],
            waiting=counts[run.id, PlaceState.WAITING],
            minimum=run.minimum_places,
            goes_ahead=bool(goes),
            is_cancelled=bool(gone),
            is_closed=bool(closed),
        )
        for run, seats, gone, goes, closed in rows
    ]


def count_runs_given(provider_id: int, narrowed: RunsFilter, at: datetime) -> int:
    """How many `list_runs_given` would list in all."""
    ids = _narrowed(provider_id, narrowed, at).with_only_columns(Run.id)
    return session().scalar(select(func.count()).select_from(ids.subquery())) or 0


def _narrowed(provider_id: int, narrowed: RunsFilter, at: datetime) -> Select[Run]:
    query = select(Run).where(Run.provider_id == provider_id)
    if narrowed.wanted is not None:
        query = query.where(*_wanted(narrowed.wanted, at))
    if narrowed.text.strip():
        text = narrowed.text.strip()
        columns = (Run.reference, Run.name)
        named = Run.listing_id.in_(_courses_titled(provider_id, text))
        query = query.where(or_(named, *(column.icontains(text, autoescape=True) for column in columns)))
    return query


def _wanted(wanted: RunsWanted, at: datetime) -> tuple[ColumnElement[bool], ...]:
    booked = (Place.run_id == Run.id, Place.state == PlaceState.BOOKED)
    if wanted is RunsWanted.CANCELLED:
        return (_is_cancelled(),)
    if wanted is RunsWanted.PAST:
        return ~_is_cancelled(), Run.ends_at <= at
    if wanted is RunsWanted.TO_FINISH:
        return ~_is_cancelled(), ~_is_closed(), Run.ends_at <= at, exists().where(*booked)
    if wanted is RunsWanted.COMING:
        return ~_is_cancelled(), Run.ends_at > at
    count = select(func.count()).where(*booked).correlate(Run).scalar_subquery()
    soon = Run.decide_on_date <= london_date(at + DECIDED_WITHIN)
    return ~_is_cancelled(), ~_goes_ahead(), Run.starts_at > at, soon, Run.minimum_places > count


def _courses_titled(provider_id: int, text: str) -> list[int]:
    given = session().scalars(select(Run.listing_id).where(Run.provider_id == provider_id).distinct())
    titles = listings.listings_by_id(given)
    return [number for number, listing in titles.items() if text.lower() in listing.title.lower()]


def _is_cancelled() -> ColumnElement[bool]:
    return exists().where(RunCancellation.run_id == Run.id)


def _goes_ahead() -> ColumnElement[bool]:
    return exists().where(RunGoAhead.run_id == Run.id)


def _is_closed() -> ColumnElement[bool]:
    return exists().where(RegisterClosing.run_id == Run.id)


def _counts(run_ids: Iterable[int]) -> Counter[tuple[int, PlaceState]]:
    columns = (Place.run_id, Place.state)
    query = select(*columns, func.count()).where(Place.run_id.in_(set(run_ids)), Place.state.in_(LIVE))
    rows = session().execute(query.group_by(*columns))
    return Counter({(run_id, PlaceState(state)): count for run_id, state, count in rows})
