"""What an advert needs, what contradicts itself in it, and what is only odd."""

import tomllib
from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from app.kernel.errors import Refused
from app.secondments.values import (
    AVAILABILITY,
    FULL_TIME,
    OPPORTUNITY,
    WHOLE,
    CostBasis,
    Fte,
    HalfTerm,
    Particulars,
    Pattern,
    RoleFamily,
    Weekday,
    Working,
)

LONGEST_TEXT = 4_000
MOST_WEEKS = 156
MOST_MILES = 200
MOST_SHARE = 99
UPSIDE_DOWN = "The top of the salary band must be the same as its bottom or above it"
TWO_ENDS = "Enter an end date or a number of weeks, not both"


@cache
def categories() -> dict[RoleFamily, str]:
    """The category of listing in which the posts of each role family stand."""
    data = tomllib.loads(Path(__file__).with_name("categories.toml").read_text("utf-8"))
    return {RoleFamily(family): code for family, code in data["category"].items()}


def category_of(family: RoleFamily | None) -> str:
    """The category of an advert; empty while nobody has said what sort of post it is about."""
    return categories()[family] if family else ""


def particulars_faults(typed: Particulars) -> list[Refused]:
    """What is wrong even in a draft: texts too long, numbers out of bounds, two ends, a band upside down."""
    return [
        *_too_long(typed),
        *_out_of_bounds(typed.weeks, MOST_WEEKS, "weeks", "a length of 1 to 156 weeks"),
        *_out_of_bounds(typed.miles, MOST_MILES, "miles", "a distance of 1 to 200 miles"),
        *_out_of_bounds(typed.share_percent, MOST_SHARE, "share_percent", "a share from 1% to 99%"),
        *([Refused(TWO_ENDS, field="weeks")] if typed.end_date and typed.weeks else []),
        *_band_faults(typed),
    ]


def publishing_faults(kind: str, typed: Particulars, *, today: date) -> list[Refused]:
    """What an advert still lacks to be published or contradicts itself in, each beside its field; empty if nothing."""
    return [*particulars_faults(typed), *_missing(kind, typed), *_time_faults(typed, today)]


def oddities(typed: Particulars) -> list[str]:
    """What is allowed but may be a slip: an FTE that is not that of the days chosen."""
    working = typed.working
    if working is None or working.pattern is not Pattern.DAYS or not working.days:
        return []
    count, usual = len(working.days), usual_fte(working.days)
    if working.fte == usual:
        return []
    days = "1 day" if count == 1 else f"{count} days"
    return [f"The FTE is {working.fte}, but {days} of the week is usually {usual}."]


def usual_fte(days: Collection[Weekday]) -> Fte:
    """The share of full time that whole days of the week are; at least one day."""
    return Fte(len(days) * WHOLE // len(Weekday))


def working_typed(
    pattern: Pattern | None, fte: Fte | None, days: Collection[Weekday], half_terms: Collection[HalfTerm]
) -> Working | None:
    """The working of what was typed; an FTE left out is that of the days, else full time. None without a pattern."""
    if pattern is None:
        return None
    usual = usual_fte(days) if pattern is Pattern.DAYS and days else FULL_TIME
    return Working(pattern, fte or usual, frozenset(days), frozenset(half_terms))


def _missing(kind: str, typed: Particulars) -> Iterator[Refused]:
    asked: list[tuple[bool, str, str]] = [
        (typed.family is not None, "family", "Choose what sort of work it is"),
        (typed.level is not None, "level", "Choose how senior the post is"),
        (typed.purpose is not None, "purpose", "Choose what the secondment is for"),
        (typed.working is not None, "pattern", "Choose the working pattern"),
        (typed.school_id is not None, "school", SCHOOL_NEEDED[kind]),
        (typed.basis is not None, "basis", "Choose what the host is charged"),
        (typed.closing_date is not None, "closing_date", "Enter a closing date"),
    ]
    if kind == OPPORTUNITY:
        asked.append((bool(typed.gain), "gain", "Enter what the person will gain"))
    if kind == AVAILABILITY:
        asked.append((typed.secondee_id is not None, "secondee", "Choose who is available"))
    if typed.basis is CostBasis.SHARE:
        asked.append((typed.share_percent is not None, "share_percent", "Enter the share of the cost that is charged"))
    yield from (Refused(message, field=field) for is_there, field, message in asked if not is_there)
    yield from _pattern_faults(typed)


SCHOOL_NEEDED = {
    OPPORTUNITY: "Choose the school where the post is",
    AVAILABILITY: "Choose the school where they work now",
}


def _pattern_faults(typed: Particulars) -> Iterator[Refused]:
    working = typed.working
    if working is None:
        return
    if working.pattern is Pattern.DAYS and not working.days:
        yield Refused("Choose the days of the week", field="days")
    if working.pattern is Pattern.HALF_TERMS and not working.half_terms:
        yield Refused("Choose the half-terms", field="half_terms")


def _time_faults(typed: Particulars, today: date) -> Iterator[Refused]:
    start, closing = typed.start_date, typed.closing_date
    if start is None:
        yield Refused("Enter a start date", field="start_date")
    elif start < today:
        yield Refused("The start date must be today or later", field="start_date")
    if typed.end_date is None and typed.weeks is None:
        yield Refused("Enter an end date, or how many weeks it lasts", field="end_date")
    elif start and typed.end_date and typed.end_date < start:
        yield Refused("The end date must be the same as the start date or after it", field="end_date")
    elif start and typed.end_date and (typed.end_date - start).days >= MOST_WEEKS * 7:
        yield Refused("The end date must be within 3 years of the start date", field="end_date")
    if closing and closing < today:
        yield Refused("The closing date must be today or later", field="closing_date")
    if start and closing and closing > start:
        yield Refused("The closing date must be the same as the start date or before it", field="closing_date")


def _band_faults(typed: Particulars) -> Iterator[Refused]:
    low, high = typed.band_from, typed.band_to
    for amount, field in ((low, "band_from"), (high, "band_to")):
        if amount is not None and amount.pence < 0:
            yield Refused("Enter a salary of £0 or more", field=field)
    if low is not None and high is None:
        yield Refused("Enter the top of the salary band", field="band_to")
    elif high is not None and low is None:
        yield Refused("Enter the bottom of the salary band", field="band_from")
    elif low is not None and high is not None and high < low:
        yield Refused(UPSIDE_DOWN, field="band_to")


def _too_long(typed: Particulars) -> Iterator[Refused]:
    texts = (("essential", typed.essential), ("desirable", typed.desirable), ("gain", typed.gain))
    yield from (
        Refused(f"Enter {LONGEST_TEXT:,} characters or fewer", field=field)
        for field, text in texts
        if len(text) > LONGEST_TEXT
    )


def _out_of_bounds(number: int | None, most: int, field: str, what: str) -> list[Refused]:
    return [] if number is None or 1 <= number <= most else [Refused(f"Enter {what}", field=field)]
