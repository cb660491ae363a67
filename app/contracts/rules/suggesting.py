"""When others' contracts suggest buying together: pure, and without anybody's name, supplier or price."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

FEWEST = 3
"""So many other trusts at least, so that nobody can work out whose contract is meant."""
NEAR_METRES = 40_234
"""25 miles, of 1,609.344 metres each."""
AHEAD_MONTHS = 18
QUARTER_MONTHS = 3

Point = tuple[int, int]
"""Easting and northing in metres."""


@dataclass(frozen=True)
class Like:
    """What a contract is compared by: whose it is, what it is for, and its last day."""

    trust_id: int
    category: str | None
    cpv_class: str | None
    last_date: date

    def is_for_same_as(self, other: "Like") -> bool:
        """Whether both are of one class of CPV, or of one category."""
        same_class = self.cpv_class is not None and self.cpv_class == other.cpv_class
        return same_class or (self.category is not None and self.category == other.category)


def quarter_of(day: date) -> tuple[date, date]:
    """The first and the last day of the calendar quarter of a day."""
    month = day.month - (day.month - 1) % QUARTER_MONTHS
    return date(day.year, month, 1), _first_of(day.year, month + QUARTER_MONTHS) - timedelta(days=1)


def last_day_ahead(today: date) -> date:
    """The last day that a suggestion looks at: that of the eighteenth month from today's, that day of it or before."""
    month = today.month + AHEAD_MONTHS
    return min(
        _first_of(today.year, month) + timedelta(days=today.day - 1), _first_of(today.year, month + 1) - timedelta(1)
    )


def others_like(own: Like, others: Iterable[Like], near: Collection[int]) -> set[int]:
    """The other trusts near by with a contract for the same that ends in the same quarter as one's own.

    Empty where they are fewer than three.
    """
    first, last = quarter_of(own.last_date)
    found = {
        each.trust_id
        for each in others
        if each.trust_id != own.trust_id
        and each.trust_id in near
        and first <= each.last_date <= last
        and own.is_for_same_as(each)
    }
    return found if len(found) >= FEWEST else set()


def is_near(one: Sequence[Point], other: Sequence[Point]) -> bool:
    """Whether a school of one trust is at most 25 miles, as the crow flies, from a school of the other."""
    return any(
        (east - other_east) ** 2 + (north - other_north) ** 2 <= NEAR_METRES**2
        for east, north in one
        for other_east, other_north in other
    )


def _first_of(year: int, month: int) -> date:
    """The first of a month, counted on from a year's January as 1."""
    years, month = divmod(month - 1, 12)
    return date(year + years, month + 1, 1)
