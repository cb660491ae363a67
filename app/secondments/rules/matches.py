"""Which matches are worth telling of, and what of an availability may be said to others."""

from dataclasses import replace

from app.secondments.rules.matching import LEVELS, MOST_LEVELS_APART
from app.secondments.values import AdvertValue, Level

NOBODY = 0
"""Stands for the trust of an availability: no trust has this id."""
MOST_SHOWN = 20
WORTH_TELLING = 50


def worth_telling(score: int) -> bool:
    """Whether a match is good enough for HR leads to be told of it unasked."""
    return score >= WORTH_TELLING


def as_others_see(advert: AdvertValue) -> AdvertValue:
    """An advert as other trusts may have it: of an availability not whose it is, nor who, nor a school kept back."""
    if advert.is_opportunity:
        return advert
    typed = advert.particulars
    school_id = typed.school_id if typed.shows_school else None
    return replace(
        advert,
        listing=replace(advert.listing, trust_id=NOBODY),
        particulars=replace(typed, school_id=school_id, secondee_id=None),
    )


def levels_near(level: Level) -> list[Level]:
    """The levels that go together with one."""
    place = LEVELS.index(level)
    return LEVELS[max(place - MOST_LEVELS_APART, 0) : place + MOST_LEVELS_APART + 1]
