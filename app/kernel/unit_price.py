"""The price of one unit, in hundredths of a penny: energy and paper are priced finer than money is paid."""

import re
from dataclasses import dataclass
from functools import total_ordering

from app.kernel.money import Money

HUNDREDTHS_IN_A_POUND = 10_000
TYPED_POUNDS = re.compile(r"£?\s*(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d{1,4}))?", re.ASCII)
TYPED_PENCE = re.compile(r"(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d{1,2}))?\s*p", re.ASCII | re.IGNORECASE)


@total_ordering
@dataclass(frozen=True)
class UnitPrice:
    """What one unit costs, in hundredths of a penny (£1.25 is 12,500); it may be negative, as a difference is."""

    hundredths: int

    def __post_init__(self) -> None:
        if not isinstance(self.hundredths, int) or isinstance(self.hundredths, bool):
            raise TypeError(f"A unit price is whole hundredths of a penny, not {self.hundredths!r}")

    def __lt__(self, other: "UnitPrice") -> bool:
        return self.hundredths < other.hundredths

    def __bool__(self) -> bool:
        return self.hundredths != 0

    def __str__(self) -> str:
        """As people write it: 24.35p and 5p below a pound, £1.25 and £1.2345 from a pound on."""
        sign = "−" if self.hundredths < 0 else ""
        pounds, part = divmod(abs(self.hundredths), HUNDREDTHS_IN_A_POUND)
        if not pounds:
            pence, hundredths = divmod(part, 100)
            return f"{sign}{pence}{f'.{hundredths:02d}'.rstrip('0').rstrip('.')}p"
        decimals = f"{part:04d}"
        return f"{sign}£{pounds:,}.{decimals[:2]}{decimals[2:].rstrip('0')}"

    def times(self, quantity: int) -> Money:
        """What so many whole units cost, half up (away from zero) to the penny. Raises TypeError for a fraction."""
        if not isinstance(quantity, int) or isinstance(quantity, bool):
            raise TypeError("A unit price is multiplied by whole numbers only")
        product = self.hundredths * quantity
        pence = (abs(product) + 50) // 100
        return Money(-pence if product < 0 else pence)

    @staticmethod
    def of(amount: Money) -> "UnitPrice":
        """An amount of money as the price of one unit."""
        return UnitPrice(amount.pence * 100)

    @staticmethod
    def typed(text: str) -> "UnitPrice":
        """What a person typed: "£0.2435", "1.25" and "12" are pounds, "24.35p" is pence.

        Raises ValueError for anything else, and for more than four decimals of a pound or two of a penny.
        """
        typed = text.strip()
        if match := TYPED_PENCE.fullmatch(typed):
            return UnitPrice(_whole(match) * 100 + int((match["part"] or "0").ljust(2, "0")))
        if match := TYPED_POUNDS.fullmatch(typed):
            return UnitPrice(_whole(match) * HUNDREDTHS_IN_A_POUND + int((match["part"] or "0").ljust(4, "0")))
        raise ValueError(f"not the price of a unit: {text!r}")


def _whole(match: re.Match[str]) -> int:
    return int(match["whole"].replace(",", ""))
