"""Table tests: the recharge, against cases worked by hand. A full-timer on £48,000 earns £4,000.00 a month."""

from datetime import date

import pytest

from app.kernel.money import Money
from app.secondments.rules.rates import national_insurance_on, teachers_pension_on
from app.secondments.rules.recharge import schedule
from app.secondments.values import (
    FULL_TIME,
    CostBasis,
    Fte,
    HoursStep,
    LineKind,
    PartMonth,
    Pay,
    PayStep,
    PensionScheme,
    Schedule,
    Span,
    Terms,
    Working,
)

LONG_AGO = date(2020, 9, 1)
SALARY = Money(48_000_00)


def terms(
    first: date, last: date, fte: str = "1", *changes: tuple[date, str], basis: CostBasis = CostBasis.AT_COST
) -> Terms:
    steps = tuple(HoursStep(day, Fte.typed(share)) for day, share in changes)
    return Terms(start_date=first, end_date=last, working=Working(fte=Fte.typed(fte)), changes=steps, basis=basis)


def pay(annual: Money = SALARY, *, home_fte: Fte = FULL_TIME, **more: object) -> Pay:
    return Pay(steps=(PayStep(LONG_AGO, annual, home_fte),), **more)  # type: ignore[arg-type]


def amounts(made: Schedule) -> list[tuple[str, ...]]:
    """The lines of each month as people write them."""
    return [tuple(str(amount) for _, amount in month.lines) for month in made.months]


OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))

CASES = {
    # 28.68% of 4,000.00 is 1,147.20; 15% of (4,000.00 - 417.00) = 15% of 3,583.00 is 537.45.
    "a full month of a full-timer": (terms(*OCTOBER), pay(), [("£4,000.00", "£1,147.20", "£537.45")]),
    # 0.4 of each: National Insurance is 0.4 of 537.45 = 214.98, not 15% of (1,600.00 - 417.00) = 177.45.
    "0.4 of a full-timer bears 0.4 of the National Insurance on the whole pay": (
        terms(*OCTOBER, "0.4"),
        pay(),
        [("£1,600.00", "£458.88", "£214.98")],
    ),
    # The person works 0.8 at home for 48,000: 0.4 lent is half of their time.
    "the share lent is of the time worked at home": (
        terms(*OCTOBER, "0.4"),
        pay(home_fte=Fte.typed("0.8")),
        [("£2,000.00", "£573.60", "£268.73")],  # half of 537.45 is 268.725
    ),
    # 15 to 29 February 2028 is 15 of 29 days: of 4,000.00 that is 2,068.966, of 1,147.20 593.379, of 537.45 277.991.
    "a leap February from the 15th is 15 of 29 days": (
        terms(date(2028, 2, 15), date(2028, 2, 29)),
        pay(),
        [("£2,068.97", "£593.38", "£277.99")],
    ),
    # 15 to 28 February 2027 is 14 of 28 days: half of everything.
    "another February from the 15th is 14 of 28 days": (
        terms(date(2027, 2, 15), date(2027, 2, 28)),
        pay(),
        [("£2,000.00", "£573.60", "£268.73")],
    ),
    # 1 to 11 December 2026 is 11 of 31 days: of 4,000.00 that is 1,419.355, of 1,147.20 407.071, of 537.45 190.708.
    "part of December by calendar days": (
        terms(date(2026, 12, 1), date(2026, 12, 11)),
        pay(),
        [("£1,419.35", "£407.07", "£190.71")],
    ),
    # December 2026 has 23 weekdays less the 25th and the 28th: 21 working days, of which 1 to 11 has 9.
    # 4,000 x 9/21 = 1,714.286; 1,147.20 x 9/21 = 491.657; 537.45 x 9/21 = 230.336.
    "part of December by working days": (
        terms(date(2026, 12, 1), date(2026, 12, 11)),
        pay(part_month=PartMonth.WORKING_DAYS),
        [("£1,714.29", "£491.66", "£230.34")],
    ),
    # 31 October 2026 is a Saturday: no working day, so nothing by working days.
    "a month of which only a Saturday is in the term costs nothing by working days": (
        terms(date(2026, 10, 31), date(2026, 10, 31)),
        pay(part_month=PartMonth.WORKING_DAYS),
        [("£0.00",)],
    ),
    # 0.4 for 15 days and 0.6 for 15 days of 30 is 0.5: 2,000.00; 573.60; 268.725.
    "hours that change in the middle of a month": (
        terms(*NOVEMBER, "0.4", (date(2026, 11, 16), "0.6")),
        pay(),
        [("£2,000.00", "£573.60", "£268.73")],
    ),
    # LGPS at 21.3% is 852.00; other on-costs 0.5% of 4,000 = 20.00 and 30.00 fixed; half of it all is charged.
    "half the cost with the employer's own pension rate and other on-costs": (
        terms(*OCTOBER, basis=CostBasis.SHARE),
        pay(
            pension=PensionScheme.LOCAL_GOVERNMENT,
            pension_rate=2130,
            other_rate=50,
            other_monthly=Money(30_00),
            share_percent=50,
        ),
        [("£2,000.00", "£426.00", "£268.73", "£25.00")],
    ),
    # The fee of 50.00 is for a whole month: 11 of 31 days of it are 17.742.
    "a fee is a line of its own, and part of a month bears its part": (
        terms(date(2026, 12, 1), date(2026, 12, 11), basis=CostBasis.SHARE),
        pay(pension=PensionScheme.NONE, has_ni=False, fee_monthly=Money(50_00)),
        [("£1,419.35", "£17.74")],
    ),
    "what is free is charged nothing": (
        terms(*OCTOBER, basis=CostBasis.FREE),
        pay(),
        [("£0.00", "£0.00", "£0.00")],
    ),
}


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_a_month_is_charged_as_worked_by_hand(case: str) -> None:
    agreed, paid, expected = CASES[case]
    assert amounts(schedule(agreed, paid)) == expected


def test_a_pay_rise_in_the_middle_of_a_month_counts_from_its_day() -> None:
    # 15 days at 3,000/30 and 15 at 3,500/30: 1,500 + 1,750 = 3,250.00; 28.68% of it 932.10; 15% of 2,833.00 = 424.95.
    rises = Pay(steps=(PayStep(LONG_AGO, Money(36_000_00)), PayStep(date(2026, 9, 16), Money(42_000_00))))
    september = terms(date(2026, 9, 1), date(2026, 9, 30))
    assert amounts(schedule(september, rises)) == [("£3,250.00", "£932.10", "£424.95")]
    # Lent from the day of the rise: 1,750.00, and 1,750/3,250 of the on-costs: 501.90 and 228.819.
    later = terms(date(2026, 9, 16), date(2026, 9, 30))
    assert amounts(schedule(later, rises)) == [("£1,750.00", "£501.90", "£228.82")]


@pytest.mark.parametrize(
    ("first", "pension", "ni"),
    [
        (date(2024, 3, 1), "£947.20", "£447.40"),  # 23.68%; 13.8% of (4,000 - 758) = 447.396
        (date(2024, 4, 1), "£1,147.20", "£447.40"),  # 28.68% from April 2024
        (date(2025, 3, 1), "£1,147.20", "£447.40"),
        (date(2025, 4, 1), "£1,147.20", "£537.45"),  # 15% of (4,000 - 417) from April 2025
    ],
)
def test_rates_change_in_april(first: date, pension: str, ni: str) -> None:
    made = schedule(terms(first, first.replace(day=30)), pay(), last=first)
    month = schedule(
        terms(first, date(2030, 1, 1)), pay(), last=first.replace(day=31 if first.month == 3 else 30)
    ).months[0]
    assert dict(month.lines)[LineKind.PENSION] == Money.typed(pension)
    assert dict(month.lines)[LineKind.NI] == Money.typed(ni)
    assert made.months[0].days == 1


@pytest.mark.parametrize(
    ("annual", "ni"),
    [
        (Money(5_004_00), "£0.00"),  # 417.00 a month: at the threshold
        (Money(5_004_12), "£0.00"),  # 417.01: 15% of a penny
        (Money(5_004_48), "£0.01"),  # 417.04: 15% of 4p is 0.6p
        (Money(5_016_00), "£0.15"),  # 418.00
    ],
)
def test_national_insurance_is_due_on_monthly_pay_above_the_threshold_alone(annual: Money, ni: str) -> None:
    month = schedule(terms(*OCTOBER), pay(annual)).months[0]
    assert dict(month.lines).get(LineKind.NI, Money(0)) == Money.typed(ni)


@pytest.mark.parametrize(
    ("day", "rate"), [(date(2024, 3, 31), 2368), (date(2024, 4, 1), 2868), (date(2026, 11, 22), 2868)]
)
def test_the_teachers_pension_rate_is_that_of_the_day(day: date, rate: int) -> None:
    assert teachers_pension_on(day) == rate


@pytest.mark.parametrize(("day", "rate"), [(date(2025, 4, 5), 1380), (date(2025, 4, 6), 1500)])
def test_the_rate_of_national_insurance_is_that_of_the_day(day: date, rate: int) -> None:
    assert national_insurance_on(day).rate == rate


@pytest.mark.parametrize("day", [date(2019, 8, 31), date(2023, 4, 5)])
def test_no_rate_is_guessed_for_days_before_the_first_held(day: date) -> None:
    with pytest.raises(ValueError, match="held for"):
        national_insurance_on(day)


@pytest.mark.parametrize(
    ("absence_days", "charged"),
    [(None, "£4,000.00"), (20, "£4,000.00"), (19, "£3,866.67"), (10, "£2,666.67"), (0, "£1,333.33")],
)
def test_the_first_days_of_an_absence_are_charged_and_no_more(absence_days: int | None, charged: str) -> None:
    # 1 to 20 November is 20 of 30 days: with 10 of them charged, 20 of 30 days are: 2,666.67.
    away = Span(date(2026, 11, 1), date(2026, 11, 20))
    made = schedule(terms(*NOVEMBER), pay(absence_days=absence_days), absences=[away])
    assert dict(made.months[0].lines)[LineKind.PAY] == Money.typed(charged)


def test_a_term_is_charged_month_by_month_with_its_parts_at_both_ends() -> None:
    made = schedule(terms(date(2026, 11, 16), date(2027, 1, 10)), pay())
    assert [(each.first, each.last, each.days, each.days_in_month) for each in made.months] == [
        (date(2026, 11, 16), date(2026, 11, 30), 15, 30),
        (date(2026, 12, 1), date(2026, 12, 31), 31, 31),
        (date(2027, 1, 1), date(2027, 1, 10), 10, 31),
    ]
    # 15/30: 2,000.00 + 573.60 + 268.73; 31/31; 10/31: 1,290.32 + 370.06 + 173.37.
    assert [str(each.total) for each in made.months] == ["£2,842.33", "£5,684.65", "£1,833.75"]
    assert made.total == Money.total(each.total for each in made.months) == Money(10_360_73)


def test_an_early_end_and_a_late_beginning_shorten_the_schedule() -> None:
    agreed = terms(date(2026, 11, 1), date(2027, 1, 31))
    made = schedule(agreed, pay(), first=date(2026, 11, 16), last=date(2026, 12, 15))
    assert [(each.first, each.last) for each in made.months] == [
        (date(2026, 11, 16), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 15)),
    ]
    assert schedule(agreed, pay(), last=date(2026, 10, 31)).months == ()


def test_what_is_not_charged_is_left_with_the_home_employer() -> None:
    shared = schedule(terms(*OCTOBER, basis=CostBasis.SHARE), pay(share_percent=60, fee_monthly=Money(50_00)))
    assert (shared.whole, shared.total) == (Money(5_684_65), Money(3_460_79))
    assert shared.left_at_home == Money(5_684_65) - Money(3_410_79)
    free = schedule(terms(*OCTOBER, basis=CostBasis.RECIPROCAL), pay())
    assert (free.total, free.left_at_home) == (Money(0), Money(5_684_65))
