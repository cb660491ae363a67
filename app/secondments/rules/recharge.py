"""What a host owes month by month: the home employer's cost of the time that is lent, exact to the penny.

Pension and National Insurance are worked out on the person's whole monthly pay at home, and then shared: 0.4 of a
full-timer is not National Insurance on 0.4 of pay. Everything is exact until one rounding, half up, of each line
of a month; the schedule is the sum of its months and a month of its lines.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from app.kernel.money import Money
from app.kernel.working_days import is_working_day
from app.secondments.rules.rates import national_insurance_on, teachers_pension_on
from app.secondments.values import (
    HoursStep,
    LineKind,
    Month,
    PartMonth,
    Pay,
    PayStep,
    PensionScheme,
    Schedule,
    Span,
    Terms,
)

MONTHS = 12
ALL = 10_000
DAY = timedelta(days=1)
NONE = Fraction(0)


def schedule(
    terms: Terms, pay: Pay, *, first: date | None = None, last: date | None = None, absences: Sequence[Span] = ()
) -> Schedule:
    """The recharge of a term, month by month.

    `first` is the day on which the person really began, where that was later than agreed; `last` the last day as it
    stands, an early end included; `absences` the days on which the person was not at work. What is free or
    reciprocal is charged nothing; its cost is worked out all the same. Raises ValueError for terms without days
    or pay, or days for which no rate is held.
    """
    if terms.start_date is None or terms.end_date is None or not pay.steps:
        raise ValueError("a schedule needs a first day, a last day and pay")
    term = Span(max(first or terms.start_date, terms.start_date), min(last or terms.end_date, terms.end_date))
    unpaid = _unpaid_days(pay, absences, term)
    share = Fraction(pay.share_percent, 100) if terms.basis.is_charged else NONE
    return Schedule(tuple(_month(each, terms, pay, unpaid, share) for each in _months(term)))


@dataclass(frozen=True)
class Cost:
    """What a person costs their employer in one whole month, and in the part of it that is lent; exact pence."""

    pay: Fraction
    pension: Fraction
    ni: Fraction
    other: Fraction
    lent_pay: Fraction

    @property
    def lent(self) -> Fraction:
        """What part of the month's cost is lent."""
        return self.lent_pay / self.pay if self.pay else NONE


def month_cost(
    month_date: date, hours: Sequence[HoursStep], pay: Pay, days: Sequence[date], lent_days: frozenset[date]
) -> Cost:
    """The cost of the month that begins on a day: pay by the `days` that count in it, on-costs on all of that pay.

    The rates are those in force on the last day of the month, on which pay is taken to be paid.
    """
    whole, lent = NONE, NONE
    counted = Counter((_pay_on(day, pay.steps), _hours_on(day, hours) if day in lent_days else None) for day in days)
    for (step, lends), count in counted.items():
        part = Fraction(step.annual.pence * count, MONTHS * len(days))
        whole += part
        if lends is not None:
            lent += part * Fraction(lends.fte.parts, step.home_fte.parts)
    paid_on = _last_of(month_date)
    ni = national_insurance_on(paid_on)
    over = max(whole - ni.threshold.pence, NONE) if pay.has_ni else NONE
    return Cost(
        pay=whole,
        pension=whole * Fraction(_pension_rate(pay, paid_on), ALL),
        ni=over * Fraction(ni.rate, ALL),
        other=whole * Fraction(pay.other_rate, ALL) + pay.other_monthly.pence,
        lent_pay=lent,
    )


def _month(span: Span, terms: Terms, pay: Pay, unpaid: frozenset[date], share: Fraction) -> Month:
    month_date = span.first.replace(day=1)
    days = _days_of_month(month_date, pay.part_month)
    in_term = [day for day in days if span.first <= day <= span.last]
    cost = month_cost(month_date, terms.hours, pay, days, frozenset(in_term) - unpaid)
    parts = {
        LineKind.PAY: cost.pay * cost.lent,
        LineKind.PENSION: cost.pension * cost.lent,
        LineKind.NI: cost.ni * cost.lent,
        LineKind.OTHER: cost.other * cost.lent,
    }
    lines = [(kind, _half_up(amount * share)) for kind, amount in parts.items() if amount or kind is LineKind.PAY]
    if pay.fee_monthly and terms.basis.is_charged:
        lines.append((LineKind.FEE, _half_up(Fraction(pay.fee_monthly.pence * len(in_term), len(days)))))
    return Month(
        month_date=month_date,
        first=span.first,
        last=span.last,
        days=len(in_term),
        days_in_month=len(days),
        lines=tuple(lines),
        whole=Money.total(_half_up(amount) for amount in parts.values()),
    )


def _months(term: Span) -> Iterator[Span]:
    first = term.first
    while first <= term.last:
        last = min(_last_of(first), term.last)
        yield Span(first, last)
        first = last + DAY


def _days_of_month(month_date: date, basis: PartMonth) -> list[date]:
    days = [month_date + DAY * each for each in range(_last_of(month_date).day)]
    return [day for day in days if is_working_day(day)] if basis is PartMonth.WORKING_DAYS else days


def _unpaid_days(pay: Pay, absences: Sequence[Span], term: Span) -> frozenset[date]:
    """The days of absences that are not charged: those after the first so many calendar days of each."""
    if pay.absence_days is None:
        return frozenset()
    found: set[date] = set()
    for each in absences:
        day, end = each.first + DAY * pay.absence_days, min(each.last, term.last)
        while day <= end:
            found.add(day)
            day += DAY
    return frozenset(found)


def _pay_on(day: date, steps: Sequence[PayStep]) -> PayStep:
    """The step in force on a day; before the first one, that one."""
    ordered = sorted(steps, key=lambda step: step.from_date)
    return ([step for step in ordered if step.from_date <= day] or ordered[:1])[-1]


def _hours_on(day: date, steps: Sequence[HoursStep]) -> HoursStep:
    return [step for step in steps if step.from_date <= day][-1]


def _pension_rate(pay: Pay, day: date) -> int:
    if pay.pension is PensionScheme.TEACHERS:
        return teachers_pension_on(day)
    return (pay.pension_rate or 0) if pay.pension.has_own_rate else 0


def _last_of(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - DAY


def _half_up(pence: Fraction) -> Money:
    return Money((pence + Fraction(1, 2)).__floor__())
