"""How long the name of somebody who may be lent is kept, and their profile; when a name goes on request.

Source: UK GDPR article 5(1)(e) and article 17; the periods and their reasons are data, in retention.toml.
"""

import tomllib
from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from app.kernel.errors import Refused
from app.secondments.values import SecondmentState

MONTHS_A_YEAR = 12
SHORTEST_PART = 3
ERASED_TITLE = "Somebody available"
LENT = frozenset({SecondmentState.AGREED, SecondmentState.RUNNING})


class Kept(StrEnum):
    """What is kept: a name, by how far it came with the person, a profile, or an interest in which nothing happens."""

    REFUSED = "refused"
    NEVER_PUT_FORWARD = "never_put_forward"
    LENT = "lent"
    PROFILE = "profile"
    IDLE = "idle"


class StillLent(Refused):
    """A secondment of the person is agreed or under way, so their name is needed."""


@dataclass(frozen=True)
class Period:
    """How many whole months something is kept, and why."""

    months: int
    reason: str


@cache
def _periods() -> Mapping[str, list[dict[str, Any]]]:
    return tomllib.loads((Path(__file__).parent / "retention.toml").read_text("utf-8"))


def period_on(kept: Kept, day: date) -> Period:
    """How long something is kept as the rule stands on a day. Before the first rule held, that one holds."""
    rows = sorted(_periods()[kept.value], key=lambda row: row["from"])
    in_force = [row for row in rows if row["from"] <= day] or rows[:1]
    return Period(in_force[-1]["months"], in_force[-1]["reason"])


def erased_before(kept: Kept, today: date) -> date:
    """The day before which the last day lies of what is erased today: that of so many months ago.

    Where that month is shorter it is its last day.
    """
    year, month = divmod(today.year * MONTHS_A_YEAR + today.month - 1 - period_on(kept, today).months, MONTHS_A_YEAR)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def check_can_erase(states: Collection[SecondmentState]) -> None:
    """A name goes unless somebody is lent. Raises StillLent while a secondment of theirs is agreed or under way."""
    if LENT & set(states):
        raise StillLent(
            "A secondment of this person is agreed or under way. Their name is needed until it has ended: "
            "end it first, then erase them."
        )


def title_without(name: str, title: str) -> str:
    """The title of an advert about somebody who is erased: as it was, unless any part of their name stands in it."""
    parts = {each for each in name.lower().split() if len(each) >= SHORTEST_PART}
    return ERASED_TITLE if any(each in title.lower() for each in parts) else title
