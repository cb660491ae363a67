"""How long the name of somebody who goes to courses is kept, or what they wrote; when a name goes on request.

Source: UK GDPR article 5(1)(e) and article 17; the periods and their reasons are data, in retention.toml.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from app.kernel.errors import Refused

LEAP_DAY = (2, 29)


class Kept(StrEnum):
    """What is kept: a name, for what it was put on record, or what somebody wrote of a course."""

    BOOKED = "booked"
    NEVER_BOOKED = "never_booked"
    COMMENT = "comment"


class StillComing(Refused):
    """Somebody has places on courses to come, so their name is needed."""


@dataclass(frozen=True)
class Period:
    """How many whole years something is kept, and why."""

    years: int
    reason: str


@cache
def _periods() -> Mapping[str, list[dict[str, Any]]]:
    return tomllib.loads((Path(__file__).parent / "retention.toml").read_text())


def period_on(kept: Kept, day: date) -> Period:
    """How long something is kept as the rule stands on a day. Before the first rule held, that one holds."""
    rows = sorted(_periods()[kept.value], key=lambda row: row["from"])
    in_force = [row for row in rows if row["from"] <= day] or rows[:1]
    return Period(in_force[-1]["years"], in_force[-1]["reason"])


def erased_before(kept: Kept, today: date) -> date:
    """The day before which the last day lies of what is erased today: that of years ago."""
    year = today.year - period_on(kept, today).years
    is_leap_day = (today.month, today.day) == LEAP_DAY
    return today.replace(year=year, day=28) if is_leap_day else today.replace(year=year)


def check_can_erase(live: int) -> None:
    """A name goes once nobody expects the person. Raises StillComing while they have places on courses to come."""
    if live:
        places = "a place" if live == 1 else f"{live} places"
        raise StillComing(
            f"This person has {places} on courses to come. Cancel, or name somebody else first: then erase them."
        )
