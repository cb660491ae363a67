"""Who may read the materials of a course, and its joining instructions."""

from sqlalchemy import select

from app.cpd.models import Booking, Place
from app.cpd.values import PlaceState
from app.kernel.database import session


def has_booked_places(listing_id: int, trust_id: int) -> bool:
    """Whether a trust has places on any run of a course that are booked, whenever that is or was."""
    query = select(Place.id).join(Booking, Booking.id == Place.booking_id)
    query = query.where(Booking.listing_id == listing_id, Booking.buyer_id == trust_id)
    return session().scalar(query.where(Place.state == PlaceState.BOOKED).limit(1)) is not None
