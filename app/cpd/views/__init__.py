"""The pages of courses, bookings, registers and certificates."""

from flask import Blueprint

bp = Blueprint("cpd", __name__)

from app.cpd.views import (  # noqa: E402
    booked,
    booking,
    bookings,
    calendar,
    feeds,
    given,
    materials,
    my_place,
    offering,
    partners,
    places,
    public,
    runs,
    staff,
)

__all__ = [
    "booked",
    "booking",
    "bookings",
    "bp",
    "calendar",
    "feeds",
    "given",
    "materials",
    "my_place",
    "offering",
    "partners",
    "places",
    "public",
    "runs",
    "staff",
]
