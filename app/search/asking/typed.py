"""Single words of an address as a person types them."""

import re
from datetime import date, datetime

from app.search.grammar import tidy

MOST_LETTERS = 40
MOST_PLACES = 999
FIRST_YEAR = 1900
LAST_YEAR = 2199
FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%d %m %Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%d %b %Y", "%d/%m/%y")
NUMBER = re.compile(r"[0-9]{1,6}")


def short(typed: str) -> str:
    """What was typed as it may be shown again, at most forty letters of it."""
    return tidy(typed[: MOST_LETTERS * 4])[:MOST_LETTERS].rstrip()


def day_of(typed: str) -> date | None:
    """A day typed as 3/12/2026, 3 December 2026 or in one of the other common ways; None for anything else."""
    for form in FORMS:
        try:
            day = datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
        return day if FIRST_YEAR <= day.year <= LAST_YEAR else None
    return None


def day_as_typed(day: date) -> str:
    """A day as a person would type it: 3/12/2026."""
    return f"{day.day}/{day.month}/{day.year}"


def places_of(typed: str) -> int | None:
    """How many places, from 1 to 999; None for anything else."""
    number = int(typed) if NUMBER.fullmatch(typed) else 0
    return number if 1 <= number <= MOST_PLACES else None
