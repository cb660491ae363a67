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
