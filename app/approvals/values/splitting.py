"""Purchases that may be one purchase in parts."""

from dataclasses import dataclass
from datetime import date

from app.kernel.money import Money


@dataclass(frozen=True)
class Buying:
    """One purchase as it is held against others: who buys, what, from when, for how much.

    `cpv` is the code with or without its check digit; `value` includes VAT and is None where it cannot be estimated.
    """

    reference: str
    trust_ids: frozenset[int]
    cpv: str
    starts: date
    value: Money | None


@dataclass(frozen=True)
class Splitting:
    """Purchases that together may be one. `together` is the sum of what is known, including VAT.

    `reaches` says that together they reach the threshold; `evades` that none of them does by itself.
    """

    others: tuple[Buying, ...]
    together: Money
    threshold: Money
    reaches: bool
    evades: bool
