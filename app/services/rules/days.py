"""The days of an agreement: when its years begin, when it ends, when someone must have spoken."""

from calendar import monthrange
from datetime import date, timedelta

from app.kernel.working_days import add_working_days

DAYS_TO_ANSWER = 10
DAYS_TO_REMINDER = 8


def anniversary(start: date, years: int) -> date:
    """The first day of the year after `years` whole years; 1 March where there is no 29 February."""
    try:
        return start.replace(year=start.year + years)
    except ValueError:
        return date(start.year + years, 3, 1)


def last_day(start: date, years: int) -> date:
    """The last day of an agreement of whole years."""
    return anniversary(start, years) - timedelta(days=1)


def last_day_for_notice(end: date, months: int) -> date:
    """The last day on which notice of some calendar months still runs out by the end.

    Counted back from the day after, so that three months before 31 August is 31 May, and before
    30 November is 31 August.
    """
    return months_later(end + timedelta(days=1), -months) - timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """The same day some calendar months later, or earlier below zero; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_begun(start: date, years: int, today: date) -> list[int]:
    """The years of an agreement that have begun by today, the first being 1."""
    return [year for year in range(1, years + 1) if anniversary(start, year - 1) <= today]


def answer_by(sent: date) -> date:
    """The last day for the provider's answer: 10 working days of England after it was sent."""
    return add_working_days(sent, DAYS_TO_ANSWER)


def remind_on(sent: date) -> date:
    """The day on which a provider that has not answered is reminded: the eighth working day."""
    return add_working_days(sent, DAYS_TO_REMINDER)
