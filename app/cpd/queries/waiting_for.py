"""What a trust has yet to say of the places that it booked."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from app.cpd.models import Booking, Place
from app.cpd.queries.places import place_starts_at
from app.cpd.values import PlaceState
from app.kernel.database import session


def count_to_name(trust_id: int, at: datetime) -> int:
    """How many places that a trust has booked and that have not begun nobody has been named for."""
    query = select(func.count(Place.id)).join(Booking, Booking.id == Place.booking_id)
    return session().scalar(query.where(Booking.buyer_id == trust_id, *to_name_at(at))) or 0


def to_name_at(at: datetime) -> tuple[ColumnElement[bool], ...]:
    """That a place is booked, has not begun and nobody has been named for it, for a query of places."""
    return Place.state == PlaceState.BOOKED, Place.delegate_id.is_(None), place_starts_at() > at
