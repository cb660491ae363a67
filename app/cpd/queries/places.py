"""Places: those of a run, those in line, and how many of each sort every session has."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.cpd.models import Booking, Place, PlaceEnding, Seat, Session
from app.cpd.queries.delegate_places import delegate_value
from app.cpd.queries.runs import list_runs
from app.cpd.values import (
    LIVE,
    Ending,
    PlaceEndingValue,
    PlaceState,
    PlaceValue,
    RunPlaces,
    RunValue,
    SessionPlaces,
)
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money

NOT_YET = (PlaceState.WAITING, PlaceState.OFFERED, PlaceState.HELD)


def get_place_given(provider_id: int, place_id: int) -> PlaceValue:
    """A place on a course that this trust gives. Raises NotFound for another's."""
    given = select(Booking.id).where(Booking.provider_id == provider_id)
    found = place_values(Place.id == place_id, Place.booking_id.in_(given))
    if not found:
        raise NotFound(f"no place {place_id} on a course of trust {provider_id}")
    return found[0]


def places_by_id(place_ids: Iterable[int]) -> dict[int, PlaceValue]:
    """Places by id in one batch, for this domain's own rooms."""
    return {each.id: each for each in place_values(Place.id.in_(set(place_ids)))}


def list_places_of_run(run_id: int) -> list[PlaceValue]:
    """Every place that was ever asked for on a run: who booked first at the top."""
    return place_values(Place.run_id == run_id)


def list_waiting(run_id: int) -> list[PlaceValue]:
    """The waiting list of a run, the first in line at the top."""
    waiting = place_values(Place.run_id == run_id, Place.state == PlaceState.WAITING)
    return sorted(waiting, key=lambda each: each.line or 0)


def places_of_bookings(booking_ids: Iterable[int]) -> dict[int, tuple[PlaceValue, ...]]:
    """The places of bookings in order, by the booking's id, in one batch."""
    found: dict[int, list[PlaceValue]] = defaultdict(list)
    query = _whole().where(Place.booking_id.in_(set(booking_ids)))
    rows = session().scalars(query.order_by(Place.booking_id, Place.position)).all()
    for row, value in zip(rows, _values(rows), strict=True):
        found[row.booking_id].append(value)
    return {booking_id: tuple(places) for booking_id, places in found.items()}


def place_values(*conditions: ColumnElement[bool]) -> list[PlaceValue]:
    """Places as others read them, by when they were asked for."""
    query = _whole().where(*conditions).order_by(Place.asked_at, Place.booking_id, Place.position)
    return _values(session().scalars(query).all())


def places_summary(listing_id: int) -> list[RunPlaces]:
    """How the places of every session of every run of a course stand, in the order in which the runs begin."""
    runs = list_runs(listing_id)
    counts = _counts([each.id for each in runs])
    return [RunPlaces(run, tuple(_session_places(run, counts))) for run in runs]


def list_runs_to_tidy(at: datetime) -> list[int]:
    """The ids of runs on which a hold or an offer is over, or on which one has begun that did not come to be."""
    over = or_(
        (Place.state == PlaceState.HELD) & (Place.held_until <= at),
        (Place.state == PlaceState.OFFERED) & (Place.offered_until <= at),
        Place.state.in_(NOT_YET) & (place_starts_at() <= at),
    )
    return list(session().scalars(select(Place.run_id).where(over).distinct().order_by(Place.run_id)))


def place_starts_at() -> ColumnElement[datetime]:
    """When a place begins: with the first of the sessions that it is for. For a query of places."""
    first = select(func.min(Session.starts_at)).join(Seat, Seat.session_id == Session.id)
    return first.where(Seat.place_id == Place.id).correlate(Place).scalar_subquery()


def starts_of(place_ids: Iterable[int]) -> dict[int, datetime]:
    """When each of some places begins, in UTC, by the place's id."""
    query = select(Place.id, place_starts_at()).where(Place.id.in_(set(place_ids)))
    return {row[0]: row[1] for row in session().execute(query)}


def left_in(run_id: int, at: datetime) -> dict[int, int]:
    """How many seats each session of a run that has not begun has left, by its id, as the database counts them now."""
    query = select(Session.id, Session.capacity - Session.taken)
    return {row[0]: row[1] for row in session().execute(query.where(Session.run_id == run_id, Session.starts_at > at))}


def lines_of(run_ids: Iterable[int]) -> dict[int, int]:
    """The position of every place that waits on some runs, from 1 for the first in line, by the place's id."""
    position = func.row_number().over(partition_by=Place.run_id, order_by=(Place.in_line, Place.id))
    query = select(Place.id, position).where(Place.run_id.in_(set(run_ids)), Place.state == PlaceState.WAITING)
    return {row[0]: row[1] for row in session().execute(query)}


def _counts(run_ids: Sequence[int]) -> Counter[tuple[int, PlaceState]]:
    query = (
        select(Seat.session_id, Place.state, func.count())
        .join(Place, Place.id == Seat.place_id)
        .where(Place.run_id.in_(run_ids), Place.state.in_(LIVE))
        .group_by(Seat.session_id, Place.state)
    )
    return Counter({(number, PlaceState(state)): count for number, state, count in session().execute(query)})


def _session_places(run: RunValue, counts: Counter[tuple[int, PlaceState]]) -> Iterable[SessionPlaces]:
    for each in run.sessions:
        booked, held, offered, waiting = (
            counts[each.id, state]
            for state in (PlaceState.BOOKED, PlaceState.HELD, PlaceState.OFFERED, PlaceState.WAITING)
        )
        yield SessionPlaces(each, booked=booked, held=held, offered=offered, waiting=waiting)


def _whole() -> Select[Place]:
    return (
        select(Place)
        .options(
            joinedload(Place.booking, innerjoin=True),
            joinedload(Place.delegate),
            joinedload(Place.ending),
            joinedload(Place.waiver),
            selectinload(Place.seats),
        )
        .execution_options(populate_existing=True)
    )


def _values(rows: Sequence[Place]) -> list[PlaceValue]:
    waiting = {row.run_id for row in rows if row.state is PlaceState.WAITING}
    lines = lines_of(waiting) if waiting else {}
    return [_value(row, lines.get(row.id)) for row in rows]


def _value(row: Place, line: int | None) -> PlaceValue:
    waived = row.waiver.reason if row.waiver else ""
    return PlaceValue(
        id=row.id,
        booking_reference=row.booking.reference,
        run_id=row.run_id,
        buyer_id=row.booking.buyer_id,
        position=row.position,
        state=PlaceState(row.state),
        delegate=delegate_value(row.delegate) if row.delegate else None,
        session_ids=tuple(seat.session_id for seat in row.seats),
        price=Money(row.price_pence),
        asked_at=row.asked_at,
        line=line,
        approval_reference=row.approval_reference,
        held_until=row.held_until if row.state is PlaceState.HELD else None,
        offered_until=row.offered_until if row.state is PlaceState.OFFERED else None,
        booked_at=row.booked_at,
        ending=_ending(row.ending, waived) if row.ending else None,
        no_show_waived="" if row.ending else waived,
        evaluated_at=row.evaluated_at,
    )


def _ending(row: PlaceEnding, waived: str) -> PlaceEndingValue:
    return PlaceEndingValue(
        why=Ending(row.why),
        ended_at=row.ended_at,
        reason=row.reason,
        notice_days=row.notice_days,
        percent=row.percent,
        fee=Money(row.fee_pence),
        waived=waived,
    )
