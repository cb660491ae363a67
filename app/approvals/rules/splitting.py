"""Whether purchases are one purchase in parts: the like, by the same trust, within twelve months.

Source: Procurement Act 2023 section 4 and Schedule 3 (a contract is not to be split or valued so that a threshold is
not reached). That codes share a class or a branch and the twelve months are the site's own measure of a warning.
"""

from collections.abc import Sequence
from datetime import date

from app.approvals.rules.thresholds import is_above
from app.approvals.values import Buying, Splitting
from app.kernel.cpv import class_of
from app.kernel.money import Money

DIGITS = 8
DIVISION_DIGITS = 2


def splits(this: Buying, others: Sequence[Buying]) -> list[Buying]:
    """The others that buy the like for a trust of this one within twelve months of it, the earliest first."""
    found = (each for each in others if each.reference != this.reference and _goes_with(this, each))
    return sorted(found, key=lambda each: (each.starts, each.reference))


def splitting_of(this: Buying, others: Sequence[Buying], threshold: Money) -> Splitting | None:
    """What to warn of: this and its like together against the threshold of this one. None where it has no like."""
    found = splits(this, others)
    if not found:
        return None
    values = [each.value for each in (this, *found)]
    known = [value for value in values if value is not None]
    together = Money.total(known)
    reached = len(known) < len(values) or is_above(together, threshold)
    alone_below = len(known) == len(values) and not any(is_above(value, threshold) for value in known)
    return Splitting(tuple(found), together, threshold, reached, evades=reached and alone_below)


def is_like(one: str, other: str) -> bool:
    """Whether two CPV codes buy the like: they share a class, or one is within the other's branch."""
    if class_of(one) == class_of(other):
        return True
    branches = _branch(one), _branch(other)
    return one.startswith(branches[1]) or other.startswith(branches[0])


def is_within_twelve_months(one: date, other: date) -> bool:
    """Whether the later of two days comes before the earlier one's day twelve months on; either may be the earlier.

    Twelve months after 29 February is 28 February.
    """
    return max(one, other) < _a_year_on(min(one, other))


def _goes_with(this: Buying, other: Buying) -> bool:
    same_trust = bool(this.trust_ids & other.trust_ids)
    return same_trust and is_within_twelve_months(this.starts, other.starts) and is_like(this.cpv, other.cpv)


def _a_year_on(day: date) -> date:
    leap_day = day.month == 2 and day.day == 29
    return day.replace(year=day.year + 1, day=28 if leap_day else day.day)


def _branch(code: str) -> str:
    """The digits that every code within a code's branch begins with: at least those of its division."""
    return code[:DIGITS].rstrip("0").ljust(DIVISION_DIGITS, "0")
