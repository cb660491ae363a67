"""VAT arithmetic: worked out per line, rounded half up to the penny."""

import tomllib
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from app.kernel.money import Money


class VatTreatment(StrEnum):
    """How VAT treats a line. The provider decides it and gives a reason."""

    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"
    EXEMPT = "exempt"
    OUTSIDE_SCOPE = "outside_scope"

    @property
    def label(self) -> str:
        """As it reads on an invoice."""
        return {
            "standard": "Standard rate",
            "reduced": "Reduced rate",
            "zero": "Zero rate",
            "exempt": "Exempt",
            "outside_scope": "Outside the scope of VAT",
        }[self.value]


@cache
def _rates() -> dict[str, list[tuple[date, int]]]:
    data = tomllib.loads((Path(__file__).parent / "vat_rates.toml").read_text())
    return {name: sorted((row["from"], row["rate"]) for row in rows) for name, rows in data.items()}


def rate_on(treatment: VatTreatment, day: date) -> int:
    """The rate in hundredths of a per cent (20% is 2000) in force on the day of supply.

    Zero for treatments that carry no VAT. Raises ValueError for a day before the first rate held.
    Source: vat_rates.toml beside this file.
    """
    if treatment not in (VatTreatment.STANDARD, VatTreatment.REDUCED):
        return 0
    in_force = [rate for start, rate in _rates()[treatment.value] if start <= day]
    if not in_force:
        raise ValueError(f"no {treatment.value} rate of VAT is held for {day}")
    return in_force[-1]


def vat_on(net: Money, rate: int) -> Money:
    """VAT on a net amount at a rate in hundredths of a per cent, half up (away from zero)."""
    sign = -1 if net.pence < 0 else 1
    return Money(sign * ((abs(net.pence) * rate + 5_000) // 10_000))
