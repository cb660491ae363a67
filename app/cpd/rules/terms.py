"""The terms of cancelling in sentences with dates and amounts, as they are shown before booking."""

from collections.abc import Sequence
from datetime import date

from app.cpd.rules.money import band_days, part_of
from app.cpd.values import Band
from app.kernel.money import Money


def cancelling_terms(
    bands: Sequence[Band], no_show_percent: int, *, price: Money, start: date, today: date
) -> list[str]:
    """What giving a place back costs from today on, a sentence for each band, and what not coming costs.

    `price` is that of a place without VAT. Days already past are left out: the first sentence is today's.
    """
    lines = [
        f"{_span(each.first, each.last, today)}: {_part(each.band.percent, price)}."
        for each in band_days(bands, start)
        if each.last >= today and (each.first is None or each.first <= each.last)
    ]
    return [*lines, f"Not coming, without cancelling: {_part(no_show_percent, price)}."]


def _span(first: date | None, last: date, today: date) -> str:
    if first is None or first <= today:
        return f"Cancel by {_day(last)}" if last > today else "Cancel today"
    return f"On {_day(last)}" if first == last else f"From {_day(first)} to {_day(last)}"


def _part(percent: int, price: Money) -> str:
    if not percent:
        return "free"
    return f"{percent}%, {part_of(price, percent)} a place" if price else f"{percent}%"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
