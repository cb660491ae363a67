"""How long the contract of a round runs."""

from calendar import monthrange
from datetime import date, timedelta

from app.procurement.values import RoundValue


def last_day(held: RoundValue) -> date | None:
    """The last day on which the contract may run, every extension taken; None where its length is not known."""
    if held.start_date is None or held.whole_months is None:
        return None
    return months_after(held.start_date, held.whole_months) - timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last of a month that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))
