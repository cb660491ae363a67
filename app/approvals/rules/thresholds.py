"""From what value the Procurement Act applies in full: thresholds.toml beside this file, each figure from a day on."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

from app.approvals.values import PurchaseKind, Threshold
from app.kernel.money import Money


def threshold_in_force(kind: PurchaseKind, day: date) -> Threshold:
    """The threshold for a kind of purchase whose procurement starts on a day, with its from-date and source.

    Raises ValueError for a day before the first threshold held.
    """
    in_force = [each for each in _thresholds() if each.kind is kind and each.from_date <= day]
    if not in_force:
        raise ValueError(f"no threshold for {kind.label.lower()} is held for {day}")
    return in_force[-1]


def threshold_on(kind: PurchaseKind, day: date) -> Money:
    """The amount of that threshold, including VAT. Raises ValueError for a day before the first one held."""
    return threshold_in_force(kind, day).amount


def thresholds_since() -> date:
    """The first day for which every threshold is held: the day on which the Act came into force."""
    return max(min(each.from_date for each in _thresholds() if each.kind is kind) for kind in PurchaseKind)


def is_above(value: Money, threshold: Money) -> bool:
    """Whether a value including VAT reaches the threshold: a penny less does not, the amount itself does.

    Source: Procurement Act 2023 section 3 (an estimated value of not less than the threshold amount).
    """
    return value >= threshold


@cache
def _thresholds() -> tuple[Threshold, ...]:
    rows = tomllib.loads((Path(__file__).parent / "thresholds.toml").read_text())["threshold"]
    held = (
        Threshold(PurchaseKind(kind), Money(row["pence"]), row["from"], row["source"])
        for row in rows
        for kind in row["kinds"]
    )
    return tuple(sorted(held, key=lambda each: each.from_date))
