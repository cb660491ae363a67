"""What is done with courses, runs, bookings, registers."""

from app.cpd.actions.courses import change_course, close_course, copy_course, draft_course, publish_course
from app.cpd.actions.courses_partners import add_partner, remove_partner, set_partners
from app.cpd.actions.runs import add_run, go_ahead
from app.cpd.actions.runs_changing import change_run

__all__ = [
    "add_partner",
    "add_run",
    "change_course",
    "change_run",
    "close_course",
    "copy_course",
    "draft_course",
    "go_ahead",
    "publish_course",
    "remove_partner",
    "set_partners",
]
