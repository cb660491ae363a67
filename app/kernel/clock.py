"""The clock that create_app chose. Time is read at the edge and handed in from there."""

from datetime import UTC, date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Tells the time: the real one, or the demo's, which can be wound on."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        ...


class RealClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC)


def london_date(moment: datetime) -> date:
    """The calendar day in England at a moment."""
    return moment.astimezone(LONDON).date()


def midnight(day: date) -> datetime:
    """The moment at which a day begins in England, in UTC."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def accounting_year(day: date) -> int:
    """The calendar year in which the accounting year of a day began: they run 1 September to 31 August.

    Source: Academy Trust Handbook.
    """
    return day.year if day.month >= 9 else day.year - 1


def day_words(day: date) -> str:
    """A day as people write it: 3 September 2026."""
    return f"{day.day} {day:%B %Y}"
