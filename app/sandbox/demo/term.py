"""When things happen on the demo's courses: days of term for runs, working days for what is done about them."""

from datetime import UTC, date, datetime, time, timedelta

from app.kernel.clock import LONDON
from app.kernel.working_days import is_working_day

HOLIDAYS = (
    ((1, 1), (1, 4)),
    ((2, 14), (2, 22)),
    ((3, 29), (4, 12)),
    ((5, 24), (5, 31)),
    ((7, 21), (9, 3)),
    ((10, 23), (10, 31)),
    ((12, 19), (12, 31)),
)
"""From and to which day, month first, most schools of England are closed; near enough for a demo."""
OFFICE = time(10)


def is_school_day(day: date) -> bool:
    """Whether pupils are likely to be in school."""
    return is_working_day(day) and not any(first <= (day.month, day.day) <= last for first, last in HOLIDAYS)


def school_day(today: date, count: int) -> date:
    """The day of term that lies so many days of term after today, or before it where the count is negative."""
    day, step = today, timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_school_day(day):
            day += step
    return day


def working_day(day: date, count: int) -> date:
    """The working day that lies so many working days after a day, or before it where the count is negative."""
    step = timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def working_days_from(first: date, day: date) -> int:
    """How many working days there are from a first day to the one before another."""
    return sum(is_working_day(first + timedelta(days=each)) for each in range((day - first).days))


def moment(day: date, at: time = OFFICE) -> datetime:
    """A time of a day by the clocks of England, in UTC."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)
