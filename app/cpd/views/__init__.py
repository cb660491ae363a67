"""The pages of courses, bookings, registers and certificates."""

from flask import Blueprint

bp = Blueprint("cpd", __name__)

from app.cpd.views import (  # noqa: E402
    booked,
    booking,
    bookings,
    calendar,
    certificates,
    evaluations,
    feeds,
    given,
    materials,
    my_place,
    offering,
    partners,
    places,
    public,
    records,
    registers,
    registers_link,
    run_places,
    runs,
    staff,
)

__all__ = [
    "booked",
    "booking",
    "bookings",
    "bp",
    "calendar",
    "certificates",
    "evaluations",
    "feeds",
    "given",
    "materials",
    "my_place",
    "offering",
    "partners",
    "places",
    "public",
    "records",
    "registers",
    "registers_link",
    "run_places",
    "runs",
    "staff",
]
