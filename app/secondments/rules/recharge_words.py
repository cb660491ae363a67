"""A month of a recharge in words."""

from datetime import date

from app.secondments.values import Month


def month_line(month: Month) -> str:
    """The month: "November 2026"."""
    return f"{month.month_date:%B %Y}"


def days_in_words(month: Month) -> str:
    """The month, and of part of one its days: "16 to 30 November 2026 (15 of 30 days)"."""
    if month.days == month.days_in_month:
        return month_line(month)
    first, last = month.first, month.last
    span = _day(first) if first == last else f"{first.day} to {_day(last)}"
    return f"{span} ({month.days} of {month.days_in_month} days)"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
