"""When somebody is reminded of a contract. The days before are data, in reminders.toml; days are London's."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.contracts.values import ContractValue, DayKind, Source


@dataclass(frozen=True)
class Due:
    """That a reminder is due: of what, on which day that is, and which of the days before it was sent for."""

    kind: DayKind
    date: date
    before: int


def due_on(contract: ContractValue, today: date) -> Due | None:
    """The reminder of a contract that is due on a day, and from that day on until the day it is about; None for none.

    Of several the last one counts, so that after a worker's rest one is sent rather than two. Notice comes first:
    the end is said only of what needs no notice, and a secondment reminds its own people of its end. Nobody is
    reminded of what ends anyway because its end is recorded.
    """
    last = contract.last_date
    if contract.ending is not None or (last is not None and last < today):
        return None
    if contract.notice_date is not None:
        return _due(DayKind.NOTICE, contract.notice_date, today)
    if last is None or contract.source is Source.SECONDMENT:
        return None
    return _due(DayKind.ENDS, last, today)


def longest(today: date) -> int:
    """The most days before anything that a reminder is sent, as the rules stand on a day."""
    return max(*_before("notice", today), *_before("end", today))


def _due(kind: DayKind, day: date, today: date) -> Due | None:
    left = (day - today).days
    before = _before("notice" if kind is DayKind.NOTICE else "end", today)
    passed = [each for each in before if 0 <= left <= each]
    return Due(kind, day, min(passed)) if passed else None


def _before(what: str, today: date) -> list[int]:
    """The days before as the rule stands on a day. Before the first rule held, that one holds."""
    rows = sorted(_rows()[what], key=lambda row: row["from"])
    held = ([row for row in rows if row["from"] <= today] or rows[:1])[-1]
    days: list[int] = held["days"]
    return days


@cache
def _rows() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads((Path(__file__).parent / "reminders.toml").read_text("utf-8"))
