"""Who is away when, and what that comes to in each accounting year."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from app.kernel.clock import accounting_year
from app.secondments.values import WHOLE, HoursStep, Recharge, Schedule, Span
from app.secondments.values.agreements_listed import SecondmentSide
from app.secondments.values.overview import Window, YearFigures

DAY = timedelta(days=1)
MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


def window_asked(text: str, today: date) -> Window:
    """The twelve months from the one that an address names ("2026-09"); for anything else, from last month."""
    asked = MONTH.fullmatch(text)
    return Window(date(int(asked[1]), int(asked[2]), 1)) if asked else Window(today.replace(day=1)).moved(-1)


def days_of(recharge: Recharge) -> Span | None:
    """The days on which the person is away: from when they really began to the end as it stands; None if on none."""
    terms = recharge.terms
    if terms.start_date is None or terms.end_date is None:
        return None
    first = max(recharge.first or terms.start_date, terms.start_date)
    last = min(recharge.last or terms.end_date, terms.end_date)
    return Span(first, last) if first <= last else None


def overlaps(span: Span, window: Window) -> bool:
    """Whether some of the days lie in some months."""
    return span.first < window.after and span.last >= window.first


def full_time_years(hours: Sequence[HoursStep], span: Span) -> dict[int, Fraction]:
    """By accounting year, the part of it that somebody was away, full time: days × FTE ÷ days of the year, exactly."""
    found: dict[int, Fraction] = defaultdict(Fraction)
    for step, days in _steps(hours, span):
        for year, count in _by_year(days):
            found[year] += Fraction(count * step.fte.parts, WHOLE * days_in_year(year))
    return dict(found)


def days_in_year(year: int) -> int:
    """How many days an accounting year has, by the calendar year in which it began."""
    return (date(year + 1, 9, 1) - date(year, 9, 1)).days


def tenths(number: Fraction) -> str:
    """A number to one decimal, half up: "0.3"."""
    whole = (number * 10 + Fraction(1, 2)).__floor__()
    return f"{whole // 10:,}.{whole % 10}"


def figures(away: Iterable[tuple[SecondmentSide, Recharge, Schedule]]) -> list[YearFigures]:
    """What a trust lent and borrowed in each accounting year that holds any of it, the latest first."""
    years: dict[int, YearFigures] = {}
    for side, recharge, made in away:
        span = days_of(recharge)
        for year, part in full_time_years(recharge.terms.hours, span).items() if span else ():
            years[year] = _with_time(years.get(year) or YearFigures(year), side, part)
        for month in made.months if span else ():
            year = accounting_year(month.month_date)
            held = years.get(year) or YearFigures(year)
            if side is SecondmentSide.IN:
                years[year] = replace(held, borrowed=held.borrowed + month.total)
            else:
                years[year] = replace(
                    held,
                    whole=held.whole + month.whole,
                    recharged=held.recharged + month.total,
                    left=held.left + month.whole - month.net,
                )
    return [years[year] for year in sorted(years, reverse=True)]


def _with_time(held: YearFigures, side: SecondmentSide, part: Fraction) -> YearFigures:
    if side is SecondmentSide.OUT:
        return replace(held, fte_lent=held.fte_lent + part)
    return replace(held, fte_borrowed=held.fte_borrowed + part)


def _steps(hours: Sequence[HoursStep], span: Span) -> Iterator[tuple[HoursStep, Span]]:
    """Each step of hours with the days of a span on which it holds."""
    ends = [each.from_date - DAY for each in hours[1:]] + [span.last]
    for step, end in zip(hours, ends, strict=True):
        first, last = max(step.from_date, span.first), min(end, span.last)
        if first <= last:
            yield step, Span(first, last)


def _by_year(span: Span) -> Iterator[tuple[int, int]]:
    """How many of the days lie in each accounting year."""
    for year in range(accounting_year(span.first), accounting_year(span.last) + 1):
        first, last = max(span.first, date(year, 9, 1)), min(span.last, date(year + 1, 8, 31))
        yield year, (last - first).days + 1
