"""What the contracts of others near by suggest, without anybody's name, supplier or price."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Suggestion:
    """That others near by have a contract for the same thing that ends in the same quarter as the trust's own.

    `reference` and `title` are those of the trust's own contract, `ends` is its last day. `others` counts the other
    trusts, at least three. `category` is a code of listings, `cpv` a code; either may be None, never both.
    """

    reference: str
    title: str
    what: str
    others: int
    category: str | None
    cpv: str | None
    ends: date
    quarter_start: date
    quarter_end: date
