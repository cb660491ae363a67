"""Places as the people who have them see them, and how often an entry in somebody's calendar was taken back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.cpd.models import Booking, Course, Delegate, Place, PlaceEnding, Promotion, Seat, Session, Substitution
from app.cpd.queries.runs import runs_by_id
from app.cpd.values import DelegateValue, Ending, PlaceState
from app.cpd.values.delegates import DelegatePlace
from app.kernel.database import session
from app.listings import queries as listings
from app.people.values import SOMEONE_GONE
from app.trusts import queries as trusts

InCalendar = tuple[int, int]
"""A delegate's id and a session's: one entry in one calendar."""


def delegate_places(place_ids: Iterable[int]) -> list[DelegatePlace]:
    """Those of some places that somebody has, in order of id; those without a name yet are left out."""
    wanted = set(place_ids)
    return _many(_all().where(Place.id.in_(wanted))) if wanted else []


def find_delegate_place(place_id: int) -> DelegatePlace | None:
    """A place as the person who has it now sees it; None where there is no such place or nobody has it."""
    found = delegate_places([place_id])
    return found[0] if found else None


def list_booked_of_run(run_id: int) -> list[DelegatePlace]:
    """Everyone who is booked on a run by name, in order of id."""
    return _many(_all().where(Place.run_id == run_id, Place.state == PlaceState.BOOKED))


def times_taken_back(delegate_ids: Iterable[int], session_ids: Iterable[int]) -> Counter[InCalendar]:
    """How often each entry was taken out of each delegate's calendar: by cancelling, by substitution, by moving.

    Each time raises the number by which a calendar knows the newest of several messages about an entry
    (RFC 5546 section 2.1.5), so that somebody who gives a place back and books again has it in their calendar.
    """
    who, which = set(delegate_ids), set(session_ids)
    counted: Counter[InCalendar] = Counter()
    if not who or not which:
        return counted
    for query in (_cancelled(), _substituted(), _moved()):
        person, meeting = query.selected_columns[0], query.selected_columns[1]
        rows = session().execute(query.where(person.in_(who), meeting.in_(which)).group_by(person, meeting))
        for delegate_id, session_id, times in rows:
            if delegate_id is not None:
                counted[delegate_id, session_id] += times
    return counted


def delegate_value(row: Delegate) -> DelegateValue:
    """What others get of somebody who goes to courses; an erased one has a phrase for a name and no address."""
    is_erased = row.erased_at is not None
    return DelegateValue(
        id=row.id,
        trust_id=row.trust_id,
        name=SOMEONE_GONE if is_erased else row.name,
        email=row.email or "",
        school_id=row.school_id,
        person_id=row.person_id,
    )


def _cancelled() -> Select[int | None, int, int]:
    return (
        select(Place.delegate_id, Seat.session_id, func.count())
        .join(Seat, Seat.place_id == Place.id)
        .join(PlaceEnding, PlaceEnding.place_id == Place.id)
        .where(PlaceEnding.was_booked)
    )


def _substituted() -> Select[int | None, int, int]:
    return select(Substitution.from_id, Seat.session_id, func.count()).join(
        Seat, Seat.place_id == Substitution.place_id
    )


def _moved() -> Select[int | None, int, int]:
    return (
        select(Place.delegate_id, Session.id, func.count())
        .join(Promotion, Promotion.place_id == Place.id)
        .join(Session, Session.run_id == Promotion.from_run_id)
        .where(Promotion.from_run_id != Promotion.to_run_id)
    )


def _all() -> Select[Place]:
    return (
        select(Place)
        .where(Place.delegate_id.is_not(None))
        .options(
            joinedload(Place.booking, innerjoin=True),
            joinedload(Place.delegate),
            joinedload(Place.ending),
            selectinload(Place.seats),
        )
        .order_by(Place.id)
        .execution_options(populate_existing=True)
    )


def _many(query: Select[Place]) -> list[DelegatePlace]:
    rows = list(session().scalars(query))
    if not rows:
        return []
    runs = runs_by_id(row.run_id for row in rows)
    bookings = [row.booking for row in rows]
    names = trusts.names({trust for each in bookings for trust in (each.buyer_id, each.provider_id)})
    courses = listings.listings_by_id({each.listing_id for each in bookings})
    instructions = _joining_instructions(courses)
    given = _given([row.id for row in rows])
    found = []
    for row in rows:
        booking: Booking = row.booking
        assert row.delegate is not None
        found.append(
            DelegatePlace(
                place_id=row.id,
                delegate=delegate_value(row.delegate),
                state=PlaceState(row.state),
                booking_reference=booking.reference,
                buyer_id=booking.buyer_id,
                buyer_name=names[booking.buyer_id],
                provider_id=booking.provider_id,
                provider_name=names[booking.provider_id],
                listing_id=booking.listing_id,
                listing_reference=courses[booking.listing_id].reference,
                title=booking.title,
                joining_instructions=instructions[booking.listing_id],
                run=runs[row.run_id],
                session_ids=frozenset(seat.session_id for seat in row.seats),
                since=_since(row, given),
                why_ended=Ending(row.ending.why) if row.ending else None,
            )
        )
    return found


def _since(row: Place, given: dict[InCalendar, datetime]) -> datetime | None:
    later = given.get((row.id, row.delegate_id or 0))
    return max(row.booked_at, later) if row.booked_at and later else row.booked_at


def _given(place_ids: Sequence[int]) -> dict[tuple[int, int], datetime]:
    """When each place was last given to each person who had it later than from the start."""
    rows = session().execute(
        select(Substitution.place_id, Substitution.to_id, func.max(Substitution.made_at))
        .where(Substitution.place_id.in_(place_ids))
        .group_by(Substitution.place_id, Substitution.to_id)
    )
    return {(place_id, delegate_id): made_at for place_id, delegate_id, made_at in rows}


def _joining_instructions(listing_ids: Iterable[int]) -> dict[int, str]:
    rows = session().execute(
        select(Course.listing_id, Course.joining_instructions).where(Course.listing_id.in_(set(listing_ids)))
    )
    return {row[0]: row[1] for row in rows}
