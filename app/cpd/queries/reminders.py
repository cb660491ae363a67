"""What is nearly due: sessions, names, decisions, registers."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select

from app.cpd.models import Booking, Place, RegisterClosing, Run, RunCancellation, RunGoAhead, Seat, Session
from app.cpd.queries.delegate_places import delegate_places
from app.cpd.queries.runs import runs_by_id
from app.cpd.queries.waiting_for import to_name_at
from app.cpd.values import PlaceState, RunValue
from app.cpd.values.delegates import DelegatePlace
from app.kernel.clock import LONDON, london_date
from app.kernel.database import session
from app.listings import queries as listings

DAYS_AHEAD = timedelta(days=9)
LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Unnamed:
    """A booking whose booked places still lack `count` names, to be given by a day."""

    booking_reference: str
    buyer_id: int
    booked_by: int
    title: str
    run: RunValue
    name_by: date
    booked_at: datetime
    count: int


@dataclass(frozen=True)
class Undecided:
    """A run that was to be decided by today and has `booked` places, with those held and those waiting."""

    run: RunValue
    title: str
    booked: int
    held: int
    waiting: int


@dataclass(frozen=True)
class Held:
    """A booking with `count` places held until a moment of today, for the decision of an approval."""

    booking_reference: str
    approval_reference: str | None
    buyer_id: int
    booked_by: int
    title: str
    asked_at: datetime
    held_until: datetime
    count: int


def list_starting_soon(at: datetime) -> list[DelegatePlace]:
    """Everyone booked by name with a session within the next days, in order of place."""
    soon = (
        select(Seat.place_id)
        .join(Session, Session.id == Seat.session_id)
        .join(Place, Place.id == Seat.place_id)
        .where(Session.starts_at > at, Session.starts_at < at + DAYS_AHEAD)
        .where(Place.state == PlaceState.BOOKED, Place.delegate_id.is_not(None))
        .distinct()
    )
    return delegate_places(session().scalars(soon))


def list_unnamed(at: datetime) -> list[Unnamed]:
    """Bookings with booked places to come that nobody has been named for, in order."""
    rows = (
        session()
        .execute(
            select(Booking, Place.run_id, func.max(Place.booked_at), func.count(Place.id))
            .join(Place, Place.booking_id == Booking.id)
            .where(*to_name_at(at))
            .where(Booking.name_by_date.is_not(None))
            .group_by(Booking.id, Place.run_id)
            .order_by(Booking.id, Place.run_id)
        )
        .all()
    )
    runs = runs_by_id(row[1] for row in rows)
    return [
        Unnamed(row.reference, row.buyer_id, row.booked_by, row.title, runs[run_id], row.name_by_date, booked, count)
        for row, run_id, booked, count in rows
        if row.name_by_date is not None and booked is not None
    ]


def list_undecided(at: datetime) -> list[Undecided]:
    """Runs to come whose day of decision is here, that have a minimum and of which nothing was decided yet."""
    query = (
        select(Run.id)
        .where(Run.decide_on_date <= london_date(at), Run.minimum_places.is_not(None), Run.starts_at > at)
        .where(Run.id.not_in(select(RunCancellation.run_id)), Run.id.not_in(select(RunGoAhead.run_id)))
        .order_by(Run.id)
    )
    runs = runs_by_id(session().scalars(query))
    titles = listings.listings_by_id({run.listing_id for run in runs.values()})
    counts = _counts(list(runs))
    return [
        Undecided(
            run,
            titles[run.listing_id].title,
            counts[run.id][PlaceState.BOOKED],
            counts[run.id][PlaceState.HELD],
            counts[run.id][PlaceState.WAITING],
        )
        for run in sorted(runs.values(), key=lambda each: each.id)
    ]


def list_open_registers(at: datetime) -> list[tuple[RunValue, str]]:
    """Runs that ended in the last weeks with people booked and no finished register, with their titles."""
    booked = select(Place.run_id).where(Place.state == PlaceState.BOOKED)
    query = (
        select(Run.id)
        .where(Run.ends_at <= at, Run.ends_at > at - LOOK_BACK, Run.id.in_(booked))
        .where(Run.id.not_in(select(RunCancellation.run_id)), Run.id.not_in(select(RegisterClosing.run_id)))
        .order_by(Run.id)
    )
    runs = runs_by_id(session().scalars(query))
    titles = listings.listings_by_id({run.listing_id for run in runs.values()})
    return [(run, titles[run.listing_id].title) for run in sorted(runs.values(), key=lambda each: each.id)]


def list_holds_ending(at: datetime) -> list[Held]:
    """Bookings with places held until a moment later today, in order."""
    midnight = datetime.combine(london_date(at) + timedelta(days=1), time(), LONDON).astimezone(UTC)
    rows = session().execute(
        select(Booking, Place.approval_reference, func.max(Place.asked_at), Place.held_until, func.count(Place.id))
        .join(Place, Place.booking_id == Booking.id)
        .where(Place.state == PlaceState.HELD, Place.held_until > at, Place.held_until < midnight)
        .group_by(Booking.id, Place.approval_reference, Place.held_until)
        .order_by(Booking.id, Place.held_until)
    )
    return [
        Held(row.reference, approval, row.buyer_id, row.booked_by, row.title, asked, until, count)
        for row, approval, asked, until, count in rows
        if until is not None
    ]


def _counts(run_ids: list[int]) -> dict[int, dict[PlaceState, int]]:
    """How many places of each run are in each state."""
    rows = session().execute(
        select(Place.run_id, Place.state, func.count())
        .where(Place.run_id.in_(run_ids))
        .group_by(Place.run_id, Place.state)
    )
    found: dict[int, dict[PlaceState, int]] = defaultdict(lambda: dict.fromkeys(PlaceState, 0))
    for run_id, state, count in rows:
        found[run_id][PlaceState(state)] = count
    return found
