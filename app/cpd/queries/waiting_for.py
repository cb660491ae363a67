"""What a trust has yet to say of the places that it booked."""

from datetime import datetime

from sqlalchemy import func, select

from app.cpd.models import Booking, Place, Run
from app.cpd.queries.runs import coming_at
from app.cpd.values import PlaceState
from app.kernel.database import session


def count_to_name(trust_id: int, at: datetime) -> int:
    """How many places that a trust has booked on runs to come nobody has been named for."""
    query = select(func.count(Place.id)).join(Booking, Booking.id == Place.booking_id).join(Run, Run.id == Place.run_id)
    unnamed = (Place.state == PlaceState.BOOKED, Place.delegate_id.is_(None))
    return session().scalar(query.where(Booking.buyer_id == trust_id, *unnamed, *coming_at(at))) or 0
