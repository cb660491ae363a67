"""Working days: Monday to Friday, less the bank holidays of England (or of any part of the United Kingdom)."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import holidays

ENGLAND = ("ENG",)
UNITED_KINGDOM = ("ENG", "WLS", "SCT", "NIR")


@cache
def _bank_holidays(nations: tuple[str, ...], year: int) -> frozenset[date]:
    days: set[date] = set()
    for nation in nations:
        days |= set(holidays.country_holidays("GB", subdiv=nation, years=year))
    return frozenset(days)


def is_working_day(day: date, *, nations: Iterable[str] = ENGLAND) -> bool:
    """Whether a day is neither a weekend nor a bank holiday of any of the nations named."""
    return day.weekday() < 5 and day not in _bank_holidays(tuple(nations), day.year)


def add_working_days(day: date, count: int, *, nations: Iterable[str] = ENGLAND) -> date:
    """The day that is `count` working days after `day`; the day itself does not count."""
    while count > 0:
        day += timedelta(days=1)
        if is_working_day(day, nations=nations):
            count -= 1
    return day
