"""Accounting years as spans of days and of moments."""

from datetime import UTC, date, datetime, time

from app.kernel.clock import LONDON


def first_day(year: int) -> date:
    """The first day of the accounting year that begins in a calendar year. Source: Academy Trust Handbook."""
    return date(year, 9, 1)


def days_of(year: int) -> tuple[date, date]:
    """The first day of an accounting year, and the first day after it."""
    return first_day(year), first_day(year + 1)


def moments_of(year: int) -> tuple[datetime, datetime]:
    """When an accounting year begins, and when the next one does, in UTC."""
    return start_of(first_day(year)), start_of(first_day(year + 1))


def start_of(day: date) -> datetime:
    """The moment at which a day begins in England, in UTC."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def label_of(year: int) -> str:
    """An accounting year as people write it: 2026 to 2027."""
    return f"{year} to {year + 1}"
