"""How long what is personal is kept: whole months, from a day on, each with its reason, as data in a file.

Source: UK GDPR article 5(1)(e): no longer than the purpose needs.
"""

import tomllib
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any

MONTHS_A_YEAR = 12


@dataclass(frozen=True)
class Period:
    """How many whole months something is kept, and why."""

    months: int
    reason: str

    @property
    def years(self) -> int:
        """The same in whole years, what is left of one aside."""
        return self.months // MONTHS_A_YEAR


class Retention:
    """The periods in a file of TOML: for each thing kept, rows of `from`, `months` or `years`, and `reason`."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def period_on(self, kept: StrEnum, day: date) -> Period:
        """How long something is kept as the rule stands on a day. Before the first rule held, that one holds.

        Raises KeyError for what the file says nothing of.
        """
        rows = sorted(self._rows[kept.value], key=lambda row: row["from"])
        held = ([row for row in rows if row["from"] <= day] or rows[:1])[-1]
        return Period(held["months"] if "months" in held else held["years"] * MONTHS_A_YEAR, held["reason"])

    def erased_before(self, kept: StrEnum, today: date) -> date:
        """The day before which the last day lies of what is erased today: that of so many months ago.

        Where that month is shorter it is its last day. Raises KeyError as `period_on` does.
        """
        months = today.year * MONTHS_A_YEAR + today.month - 1 - self.period_on(kept, today).months
        year, month = divmod(months, MONTHS_A_YEAR)
        return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))

    @cached_property
    def _rows(self) -> dict[str, list[dict[str, Any]]]:
        return tomllib.loads(self.file.read_text("utf-8"))
