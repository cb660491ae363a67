"""The words of matching opportunities with availabilities."""

from dataclasses import dataclass

from app.kernel.postcodes import Point
from app.secondments.values.adverts import AdvertValue


@dataclass(frozen=True)
class Placed:
    """An advert and where it is, if anybody knows. Of an availability that is for working out, not for showing."""

    advert: AdvertValue
    point: Point | None = None


@dataclass(frozen=True)
class Reason:
    """One thing that speaks for a match, or that differs from what was asked."""

    text: str
    fits: bool


@dataclass(frozen=True)
class MatchValue:
    """An advert that answers another, how well from 1 to 100, and why, as its reader would be told."""

    advert: AdvertValue
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class MatchShown:
    """A match as a page shows it: whose the advert is, and the interest that goes on between the two if there is one.

    `trust_name` of an availability is that of a trust that may not be named: "A trust in the South West".
    """

    match: MatchValue
    trust_name: str
    interest: str | None = None

    @property
    def fits(self) -> list[str]:
        """What speaks for it."""
        return [each.text for each in self.match.reasons if each.fits]

    @property
    def differs(self) -> list[str]:
        """What is other than was asked."""
        return [each.text for each in self.match.reasons if not each.fits]


@dataclass(frozen=True)
class MatchPage:
    """The best matches of an advert, and how many there are in all. None are looked for while it is not open."""

    advert: AdvertValue
    is_open: bool
    total: int
    shown: tuple[MatchShown, ...]
