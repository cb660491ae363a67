"""What of a run's places matters when the run itself changes."""

from collections.abc import Iterable

from sqlalchemy import select

from app.cpd.models import Booking, Place, Seat
from app.cpd.values import LIVE
from app.kernel.database import session


def buyers_of_run(run_id: int) -> list[int]:
    """The ids of the trusts that have a place on a run or wait for one, in a steady order."""
    live = select(Booking.buyer_id).join(Place, Place.booking_id == Booking.id)
    query = live.where(Place.run_id == run_id, Place.state.in_(LIVE)).distinct()
    return sorted(session().scalars(query))


def have_seats(session_ids: Iterable[int]) -> bool:
    """Whether anybody ever asked for a place in any of some sessions, also one that has ended."""
    query = select(Seat.session_id).where(Seat.session_id.in_(set(session_ids))).limit(1)
    return session().scalar(query) is not None
