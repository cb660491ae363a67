"""Reading courses, runs, bookings, registers."""

from app.cpd.queries.courses import (
    courses_by_id,
    courses_by_reference,
    get_course,
    get_own_course,
    has_run_to_come,
    vat_registered,
)
from app.cpd.queries.courses_partners import is_partner, partners_of
from app.cpd.queries.runs import get_own_run, get_run, list_coming_runs, list_runs, runs_by_id

__all__ = [
    "courses_by_id",
    "courses_by_reference",
    "get_course",
    "get_own_course",
    "get_own_run",
    "get_run",
    "has_run_to_come",
    "is_partner",
    "list_coming_runs",
    "list_runs",
    "partners_of",
    "runs_by_id",
    "vat_registered",
]
