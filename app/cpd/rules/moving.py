"""What a provider may do with places, capacities and fees; what giving a place back costs its buyer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from app.cpd.rules.money import part_of, percent_for, working_days_before
from app.cpd.rules.places import CannotBook, MovedOn, check_to_come
from app.cpd.rules.runs import MOST_PLACES
from app.cpd.values import BookingValue, Ending, PlaceState, PlaceValue, RunValue
from app.kernel.errors import Refused
from app.kernel.money import Money

MOVABLE = (PlaceState.BOOKED, PlaceState.OFFERED, PlaceState.WAITING)


class CapacityWrong(Refused):
    """A session cannot have so many places."""


@dataclass(frozen=True)
class CancellingCost:
    """What giving a place back on a day costs: a part of its price in per cent, as a fee without VAT."""

    notice_days: int
    percent: int
    fee: Money


def cost_of_cancelling(booking: BookingValue, price: Money, *, start: date, today: date) -> CancellingCost:
    """What a booked place costs that is given back today, by the bands it was booked under; own staff cost nothing.

    `start` is the day on which the first session of the place is.
    """
    notice = working_days_before(today, start)
    percent = percent_for(booking.bands, notice) if booking.is_charged else 0
    return CancellingCost(notice, percent, part_of(price, percent))


def check_capacity(capacity: int, *, taken: int) -> None:
    """Raises CapacityWrong for fewer places than are taken, none, or too many."""
    if not 1 <= capacity <= MOST_PLACES:
        raise CapacityWrong(f"Enter a number of places from 1 to {MOST_PLACES:,}", field="capacity")
    if capacity < taken:
        are = "1 place is" if taken == 1 else f"{taken:,} places are"
        raise CapacityWrong(f"{are} already taken, so enter {taken:,} or more", field="capacity")


def check_can_move(place: PlaceValue, before: RunValue, after: RunValue, at: datetime) -> None:
    """Raises CannotBook or MovedOn unless a place may go from a run to another of the same course."""
    if after.id == before.id:
        raise CannotBook("Choose another run than the one it is on", field="run")
    if after.listing_id != before.listing_id:
        raise CannotBook("Choose a run of the same course", field="run")
    if place.state is PlaceState.HELD:
        raise CannotBook("This place waits for its trust’s decision. Move it once that is taken.")
    if place.state not in MOVABLE:
        raise MovedOn
    check_to_come(before, place.session_ids, at)
    check_to_come(after, same_sessions(place.session_ids, before, after), at)


def same_sessions(session_ids: Collection[int], before: RunValue, after: RunValue) -> tuple[int, ...]:
    """The sessions of another run that answer those of a place: all for all, else those of the same number.

    Raises CannotBook where the other run has no such session.
    """
    if len(session_ids) == len(before.sessions):
        return tuple(each.id for each in after.sessions)
    numbers = {each.position for each in before.sessions if each.id in session_ids}
    missing = numbers - {each.position for each in after.sessions}
    if missing:
        raise CannotBook(f"The other run has no session {min(missing)}. Choose another run", field="run")
    return tuple(each.id for each in after.sessions if each.position in numbers)


def check_can_waive(place: PlaceValue, run: RunValue, at: datetime, *, did_not_come: bool) -> None:
    """Raises CannotBook unless a place was given back at a fee, or the finished register says that nobody came."""
    if place.state is PlaceState.BOOKED and place.price and run.closed_at is None and run.is_over(at):
        raise CannotBook("Finish the register first: it says who did not come.")
    gave_back = place.ending is not None and place.ending.why is Ending.CANCELLED and bool(place.ending.fee)
    if not gave_back and not (did_not_come and place.price):
        raise CannotBook("There is no fee to waive for this place.")
