"""The tables of CPD."""

from app.cpd.models.bookings import (
    Booking,
    BookingDraft,
    Delegate,
    FeeWaiver,
    Place,
    PlaceCharge,
    PlaceCredit,
    PlaceEnding,
    Promotion,
    Seat,
    Substitution,
)
from app.cpd.models.courses import Course, Partner
from app.cpd.models.registers import Attendance, CalendarFeed, Certificate, Evaluation
from app.cpd.models.runs import RegisterClosing, Run, RunCancellation, RunGoAhead, Session

__all__ = [
    "Attendance",
    "Booking",
    "BookingDraft",
    "CalendarFeed",
    "Certificate",
    "Course",
    "Delegate",
    "Evaluation",
    "FeeWaiver",
    "Partner",
    "Place",
    "PlaceCharge",
    "PlaceCredit",
    "PlaceEnding",
    "Promotion",
    "RegisterClosing",
    "Run",
    "RunCancellation",
    "RunGoAhead",
    "Seat",
    "Session",
    "Substitution",
]
