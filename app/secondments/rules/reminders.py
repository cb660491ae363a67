"""On which days who is reminded of what along a secondment. Days are London's, working days England's."""

from datetime import date, timedelta

from app.kernel.working_days import is_working_day

DAY = timedelta(days=1)
BEFORE_START = (10, 3)
"""Days before the first day on which what is missing is asked for."""
AFTER_ISSUE = 7
"""Days after a version was issued on which those who have not signed are reminded."""
BEFORE_END = timedelta(weeks=8)
"""How long before the last day both trusts are asked whether to extend, to end, or to make it permanent."""
RETURN_DAYS = 10
"""Working days before the last day on which the return is planned."""


def before_start(start: date, *, since: date, today: date) -> int | None:
    """Which reminder before the first day is due, by its days before; None for none, and from that day on.

    The last one due counts, so that after a worker's rest one is sent rather than two. What was only asked for
    `since` the day of a reminder or later does not get that one.
    """
    left = (start - today).days
    due = next((days for days in reversed(BEFORE_START) if left <= days), None)
    return due if due is not None and left > 0 and (start - since).days > due else None


def unsigned(start: date | None, *, issued: date, today: date) -> str | None:
    """Which reminder to sign a version is due, as a word for its key; None for none.

    Those before the first day come first; `start` None is of what has started already.
    """
    due = before_start(start, since=issued, today=today) if start is not None else None
    if due is not None:
        return f"before-{due}"
    is_waiting = start is None or today < start
    return "issued" if is_waiting and (today - issued).days >= AFTER_ISSUE else None


def is_end_near(start: date, last: date, *, today: date) -> bool:
    """Whether both trusts are asked what comes after: in the eight weeks before the last day of a longer term."""
    asked = last - BEFORE_END
    return start < asked <= today < last


def is_return_near(start: date, last: date, *, today: date) -> bool:
    """Whether the return is to be planned: in the ten working days before the last day, that day included."""
    return max(start, working_days_before(last, RETURN_DAYS)) <= today <= last


def working_days_before(day: date, count: int) -> date:
    """The day that is `count` working days before `day`; the day itself does not count."""
    while count > 0:
        day -= DAY
        count -= is_working_day(day)
    return day
