"""On which days who is reminded of what. Days are those of England."""

from datetime import date

from app.cpd.rules.money import deadline
from app.kernel.working_days import add_working_days

BEFORE_COURSE = (7, 1)
"""Days before their first session on which delegates are reminded."""
LATEST = {7: 5, 1: 1}
"""A reminder for so many days before that a worker at rest missed is still sent until so many days before."""
BEFORE_NAMING = (10, 3, 0)
"""Working days before the day by which a place is named on which its booker is reminded."""


def course_reminder(first: date, *, since: date, today: date) -> int | None:
    """Which reminder of their first session somebody is due today, by its days before; None for none.

    `since` is the day on which the place became theirs: who had it confirmed on the reminder's day or later needs none.
    """
    left = (first - today).days
    due = next((days for days in BEFORE_COURSE if LATEST[days] <= left <= days), None)
    return due if due is not None and (first - since).days > due else None


def naming_reminder(name_by: date, *, since: date, today: date) -> int | None:
    """Which reminder to name a place is due today, by its working days before the day; None for none.

    The last one due counts, so that after a worker's rest one is sent rather than two. `since` is the day of booking:
    who booked on a reminder's day or later does not get that one.
    """
    reached = [days for days in BEFORE_NAMING if deadline(name_by, days) <= today]
    due = reached[-1] if reached else None
    return due if due is not None and since < deadline(name_by, due) else None


def is_register_late(ended: date, *, today: date) -> bool:
    """Whether a register is to be finished: from the first working day after the last session on."""
    return today >= add_working_days(ended, 1)


def is_hold_ending(until: date, *, since: date, today: date) -> bool:
    """Whether places are held for the last day and were asked for on an earlier one."""
    return today == until and since < today
