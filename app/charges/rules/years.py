"""Accounting years as spans of days and of moments."""

from datetime import date, datetime

from app.kernel.clock import midnight


def first_day(year: int) -> date:
    """The first day of the accounting year that begins in a calendar year. Source: Academy Trust Handbook."""
    return date(year, 9, 1)


def days_of(year: int) -> tuple[date, date]:
    """The first day of an accounting year, and the first day after it."""
    return first_day(year), first_day(year + 1)


def moments_of(year: int) -> tuple[datetime, datetime]:
    """When an accounting year begins, and when the next one does, in UTC."""
    return midnight(first_day(year)), midnight(first_day(year + 1))


def label_of(year: int) -> str:
    """An accounting year as people write it: 2026 to 2027."""
    return f"{year} to {year + 1}"
