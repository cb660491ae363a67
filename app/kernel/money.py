"""Money in whole pence, and nowhere a float."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import total_ordering

TYPED_AMOUNT = re.compile(r"£?\s*(?P<pounds>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<pence>\d{1,2}))?", re.ASCII)


@total_ordering
@dataclass(frozen=True)
class Money:
    """An amount of sterling in whole pence; it may be negative."""

    pence: int

    def __post_init__(self) -> None:
        if not isinstance(self.pence, int) or isinstance(self.pence, bool):
            raise TypeError(f"Money is whole pence, not {self.pence!r}")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.pence + other.pence)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.pence - other.pence)

    def __neg__(self) -> "Money":
        return Money(-self.pence)

    def __mul__(self, times: int) -> "Money":
        if not isinstance(times, int):
            raise TypeError("Money is multiplied by whole numbers only")
        return Money(self.pence * times)

    __rmul__ = __mul__

    def __lt__(self, other: "Money") -> bool:
        return self.pence < other.pence

    def __bool__(self) -> bool:
        return self.pence != 0

    def __str__(self) -> str:
        """As people write it: £1,234.50, −£3.00."""
        sign = "−" if self.pence < 0 else ""
        pounds, pence = divmod(abs(self.pence), 100)
        return f"{sign}£{pounds:,}.{pence:02d}"

    @staticmethod
    def total(amounts: "Iterable[Money]") -> "Money":
        """The sum; nothing adds up to £0.00."""
        return Money(sum(amount.pence for amount in amounts))

    @staticmethod
    def typed(text: str) -> "Money":
        """What a person typed ("£1,234.50", "1234.5", "12"), in pence.

        Raises ValueError for anything else, so that no amount is ever guessed.
        """
        match = TYPED_AMOUNT.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"not an amount of money: {text!r}")
        pounds = int(match["pounds"].replace(",", ""))
        return Money(pounds * 100 + int((match["pence"] or "0").ljust(2, "0")))

    def share_out(self, weights: Sequence[int]) -> "list[Money]":
        """Split by weight so that every penny goes to someone (largest remainder, earlier first).

        The shares add up to the amount exactly. Raises ValueError when no weight is above zero.
        """
        whole = sum(weights)
        if whole <= 0 or min(weights) < 0:
            raise ValueError("a share-out needs weights of zero or more, not all zero")
        floors, remainders = zip(*(divmod(self.pence * weight, whole) for weight in weights), strict=True)
        left = self.pence - sum(floors)
        first = sorted(range(len(weights)), key=lambda i: (-remainders[i], i))[:left]
        return [Money(floor + (1 if i in first else 0)) for i, floor in enumerate(floors)]
