"""Who asked for places on a run: those to tell when something becomes of it."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.cpd.models import Booking, Place
from app.cpd.values import LIVE
from app.kernel.database import session


@dataclass(frozen=True)
class Booker:
    """A booking with live places on a run, by whom and for which trust; `places` are how many."""

    reference: str
    title: str
    buyer_id: int
    booked_by: int
    places: int


def list_bookers(run_id: int) -> list[Booker]:
    """The bookings that have live places on a run now, in order."""
    rows = session().execute(
        select(Booking.reference, Booking.title, Booking.buyer_id, Booking.booked_by, func.count(Place.id))
        .join(Place, Place.booking_id == Booking.id)
        .where(Place.run_id == run_id, Place.state.in_(LIVE))
        .group_by(Booking.id, Booking.reference, Booking.title, Booking.buyer_id, Booking.booked_by)
        .order_by(Booking.id)
    )
    return [Booker(*row) for row in rows]
