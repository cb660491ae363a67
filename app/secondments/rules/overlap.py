"""Whether somebody is lent for more than the whole of their time."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from app.kernel.errors import Refused
from app.secondments.values import WHOLE, HoursStep, Terms
from app.secondments.values.agreements_listed import Held, Overlap

DAY = timedelta(days=1)


def overlaps(terms: Terms, others: Sequence[Held]) -> list[Overlap]:
    """The days on which `terms` and a person's other secondments come to more than full time, in order.

    Looked at wherever any of them begins, changes its hours or ends. Days on which the same ones meet stand
    together, with the most that they come to. Terms without days overlap nothing.
    """
    if terms.start_date is None or terms.end_date is None or terms.end_date < terms.start_date:
        return []
    mine = Held("", terms.hours, terms.end_date)
    found: list[Overlap] = []
    for first, last in _stretches(mine, others):
        at_once = [each for each in others if _on(each, first)]
        parts = _on(mine, first) + sum(_on(each, first) for each in at_once)
        if parts > WHOLE and at_once:
            _add(found, Overlap(first, last, tuple(each.reference for each in at_once), parts))
    return found


def overlap_faults(terms: Terms, others: Sequence[Held]) -> list[Refused]:
    """Each overlap as a refusal beside the first day: with which other secondment, and on which days."""
    return [Refused(overlap_words(each), field="start_date") for each in overlaps(terms, others)]


def overlap_words(overlap: Overlap) -> str:
    """What an overlap is and what to do about it."""
    days = _day(overlap.first) if overlap.first == overlap.last else f"{_day(overlap.first)} to {_day(overlap.last)}"
    return (
        f"Together with {' and '.join(overlap.references)} this takes {overlap.fte} of full time, {days}. "
        "Enter other days or fewer hours"
    )


def _stretches(mine: Held, others: Sequence[Held]) -> Iterator[tuple[date, date]]:
    """The term cut wherever anything changes."""
    begins, ends = mine.hours[0].from_date, mine.last
    cuts = {begins, ends + DAY}
    for each in (mine, *others):
        cuts |= {step.from_date for step in each.hours} | {each.last + DAY}
    ordered = sorted(day for day in cuts if begins <= day <= ends + DAY)
    return ((first, following - DAY) for first, following in pairwise(ordered))


def _on(held: Held, day: date) -> int:
    """How much of full time it takes on a day, in ten-thousandths; 0 outside its days."""
    begun: list[HoursStep] = [step for step in held.hours if step.from_date <= day]
    if not begun or day > held.last:
        return 0
    return max(begun, key=lambda step: step.from_date).fte.parts


def _add(found: list[Overlap], more: Overlap) -> None:
    """Put days behind those before them where the same secondments meet on both."""
    if found and found[-1].last + DAY == more.first and found[-1].references == more.references:
        before = found.pop()
        more = Overlap(before.first, more.last, more.references, max(before.parts, more.parts))
    found.append(more)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
