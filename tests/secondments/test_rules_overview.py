"""Who is away on which days, and what that comes to in each accounting year."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from app.kernel.money import Money
from app.secondments.rules.overview import days_of, figures, full_time_years, overlaps, tenths, window_asked
from app.secondments.rules.recharge import schedule
from app.secondments.values import (
    CostBasis,
    Fte,
    HoursStep,
    Pay,
    PayStep,
    PensionScheme,
    Recharge,
    Span,
    Terms,
    Working,
)
from app.secondments.values.agreements_listed import SecondmentSide
from app.secondments.values.overview import Window

SEPTEMBER = Window(date(2026, 9, 1))
TERMS = Terms(start_date=date(2027, 1, 4), end_date=date(2027, 7, 23), working=Working(fte=Fte(4_000)))


def recharge(**changes: Any) -> Recharge:
    values: dict[str, Any] = {
        "secondment_id": 1,
        "reference": "SEC-22222",
        "home_id": 1,
        "host_id": 2,
        "terms": TERMS,
        "pay": Pay(steps=(PayStep(date(2026, 9, 1), Money(36_000_00)),), pension=PensionScheme.NONE, has_ni=False),
        "vat": None,
        "first": None,
        "last": None,
        "absences": (),
    }
    return Recharge(**{**values, **changes})


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("2026-09", date(2026, 9, 1)),
        ("2027-01", date(2027, 1, 1)),
        ("", date(2026, 10, 1)),
        ("2026-13", date(2026, 10, 1)),
        ("1899-01", date(2026, 10, 1)),
        ("2026-9", date(2026, 10, 1)),
        ("<b>", date(2026, 10, 1)),
    ],
)
def test_twelve_months_are_those_asked_for_or_from_last_month(text: str, first: date) -> None:
    assert window_asked(text, date(2026, 11, 20)).first == first


def test_a_window_is_moved_over_the_turn_of_a_year_and_says_its_months() -> None:
    assert SEPTEMBER.moved(6).first == date(2027, 3, 1)
    assert SEPTEMBER.moved(-9).first == date(2025, 12, 1)
    assert (SEPTEMBER.months[0], SEPTEMBER.months[-1], SEPTEMBER.after) == (
        date(2026, 9, 1),
        date(2027, 8, 1),
        date(2027, 9, 1),
    )
    assert (SEPTEMBER.code, SEPTEMBER.name) == ("2026-09", "September 2026 to August 2027")


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2026, 1, 1), date(2026, 8, 31), False),
        (date(2026, 1, 1), date(2026, 9, 1), True),
        (date(2027, 8, 31), date(2027, 12, 31), True),
        (date(2027, 9, 1), date(2027, 12, 31), False),
        (date(2026, 1, 1), date(2027, 12, 31), True),
    ],
)
def test_a_stay_is_shown_where_one_of_its_days_is(first: date, last: date, shown: bool) -> None:
    assert overlaps(Span(first, last), SEPTEMBER) is shown


@pytest.mark.parametrize(
    ("changes", "span"),
    [
        ({}, Span(date(2027, 1, 4), date(2027, 7, 23))),
        ({"first": date(2027, 1, 11)}, Span(date(2027, 1, 11), date(2027, 7, 23))),
        ({"first": date(2027, 1, 1)}, Span(date(2027, 1, 4), date(2027, 7, 23))),
        ({"last": date(2027, 3, 31)}, Span(date(2027, 1, 4), date(2027, 3, 31))),
        ({"last": date(2027, 1, 4)}, Span(date(2027, 1, 4), date(2027, 1, 4))),
        ({"last": date(2027, 1, 3)}, None),
        ({"terms": Terms()}, None),
    ],
)
def test_somebody_is_away_from_when_they_began_to_the_end_as_it_stands(
    changes: dict[str, Any], span: Span | None
) -> None:
    assert days_of(recharge(**changes)) == span


@pytest.mark.parametrize(
    ("hours", "span", "years"),
    [
        # 365 days from 1 September 2026, all of them at 0.4
        ([(date(2026, 9, 1), 4_000)], (date(2026, 9, 1), date(2027, 8, 31)), {2026: Fraction(4, 10)}),
        # the year with 29 February 2028 has 366 days
        ([(date(2027, 9, 1), 10_000)], (date(2027, 9, 1), date(2028, 2, 29)), {2027: Fraction(182, 366)}),
        # one day in each of two years
        (
            [(date(2027, 8, 31), 10_000)],
            (date(2027, 8, 31), date(2027, 9, 1)),
            {2026: Fraction(1, 365), 2027: Fraction(1, 366)},
        ),
        # 73 days at 0.5, then 73 at 1.0
        (
            [(date(2026, 9, 1), 5_000), (date(2026, 11, 13), 10_000)],
            (date(2026, 9, 1), date(2027, 1, 24)),
            {2026: Fraction(3, 10)},
        ),
        # a change of hours after an early end counts for nothing
        ([(date(2026, 9, 1), 5_000), (date(2026, 11, 13), 10_000)], (date(2026, 9, 1), date(2026, 11, 12)),
         {2026: Fraction(1, 10)}),
    ],
)  # fmt: skip
def test_full_time_years_are_days_by_share_over_the_days_of_the_year(
    hours: list[tuple[date, int]], span: tuple[date, date], years: dict[int, Fraction]
) -> None:
    assert full_time_years([HoursStep(day, Fte(parts)) for day, parts in hours], Span(*span)) == years


@pytest.mark.parametrize(
    ("number", "said"),
    [(Fraction(0), "0.0"), (Fraction(49, 1000), "0.0"), (Fraction(1, 20), "0.1"), (Fraction(5), "5.0"),
     (Fraction(249, 100), "2.5"), (Fraction(12_345), "12,345.0")],
)  # fmt: skip
def test_full_time_years_are_shown_to_one_decimal_half_up(number: Fraction, said: str) -> None:
    assert tenths(number) == said


def test_what_is_lent_is_split_into_what_hosts_are_charged_and_what_is_left() -> None:
    # £3,000.00 a month for the whole post, 0.4 of it lent: £1,200.00; 60% charged: £720.00, and a fee of £50.00.
    pay = Pay(
        steps=(PayStep(date(2026, 9, 1), Money(36_000_00)),),
        pension=PensionScheme.NONE,
        has_ni=False,
        share_percent=60,
        fee_monthly=Money(50_00),
    )
    terms = Terms(
        start_date=date(2027, 8, 1), end_date=date(2027, 9, 30), working=Working(fte=Fte(4_000)), basis=CostBasis.SHARE
    )
    lent = recharge(terms=terms, pay=pay)
    borrowed = recharge(
        terms=Terms(start_date=date(2027, 8, 1), end_date=date(2027, 8, 31), working=Working(fte=Fte(10_000)))
    )
    given_up = recharge(last=date(2026, 12, 31))
    found = figures(
        [
            (SecondmentSide.OUT, lent, schedule(lent.terms, lent.pay)),
            (SecondmentSide.IN, borrowed, schedule(borrowed.terms, borrowed.pay)),
            (SecondmentSide.OUT, given_up, schedule(given_up.terms, given_up.pay, last=given_up.last)),
        ]
    )
    assert [each.year for each in found] == [2027, 2026]
    september, august = found
    for each in found:
        assert (each.whole, each.recharged, each.left) == (Money(1_200_00), Money(770_00), Money(480_00))
    assert (september.borrowed, august.borrowed) == (Money(0), Money(3_000_00))
    assert august.fte_lent == Fraction(31 * 4, 365 * 10)
    assert september.fte_lent == Fraction(30 * 4, 366 * 10)
    assert (august.fte_borrowed, september.fte_borrowed) == (Fraction(31, 365), Fraction(0))
