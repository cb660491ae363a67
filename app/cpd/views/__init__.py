"""The pages of courses, bookings, registers and certificates."""

from flask import Blueprint

bp = Blueprint("cpd", __name__)
