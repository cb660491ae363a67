"""The pages of courses, bookings, registers and certificates."""

from flask import Blueprint

bp = Blueprint("cpd", __name__)

from app.cpd.views import booked, booking, bookings, materials, my_place, offering, partners, places, staff  # noqa: E402

__all__ = ["booked", "booking", "bookings", "bp", "materials", "my_place", "offering", "partners", "places", "staff"]
