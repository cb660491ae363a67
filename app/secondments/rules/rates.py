"""What the law sets of an employer's on-costs: rates.toml beside this file, each figure from a day on."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from app.kernel.money import Money

TEACHERS_PENSION = "teachers_pension"
NATIONAL_INSURANCE = "national_insurance"


@dataclass(frozen=True)
class NiRate:
    """Employer's National Insurance: a rate in hundredths of a per cent on monthly pay above a threshold."""

    rate: int
    threshold: Money


def teachers_pension_on(day: date) -> int:
    """What an employer pays into the Teachers' Pension Scheme, in hundredths of a per cent of pay, on a day.

    Raises ValueError for a day before the first rate held.
    """
    return int(_in_force(TEACHERS_PENSION, day)["rate"])


def national_insurance_on(day: date) -> NiRate:
    """Employer's National Insurance on pay that is paid on a day. Raises ValueError before the first rate held."""
    row = _in_force(NATIONAL_INSURANCE, day)
    return NiRate(row["rate"], Money(row["threshold_monthly"]))


def first_day() -> date:
    """The first day for which every rate is held."""
    firsts: list[date] = [min(row["from"] for row in rows) for rows in _rates().values()]
    return max(firsts)


@cache
def _rates() -> dict[str, list[dict[str, Any]]]:
    data = tomllib.loads((Path(__file__).parent / "rates.toml").read_text())
    return {name: sorted(rows, key=lambda row: row["from"]) for name, rows in data.items()}


def _in_force(name: str, day: date) -> dict[str, Any]:
    in_force = [row for row in _rates()[name] if row["from"] <= day]
    if not in_force:
        raise ValueError(f"no {name} is held for {day}")
    return in_force[-1]
