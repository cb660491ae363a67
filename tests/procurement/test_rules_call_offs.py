"""What a call-off comes to and needs: whole months, a price a year for a part of one, the deal's days, cancelling."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kernel.errors import Refused
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.kernel.vat import VatTreatment
from app.procurement.rules import call_offs as rules
from app.procurement.rules.call_offs_words import listed_words, months_words
from app.procurement.rules.units import counted
from app.procurement.values import CallOffState, DealLotValue, Per
from app.procurement.values.call_offs import CallOffTyped, Wanted
from app.procurement.values.deals_read import Allowance

TODAY, LAST = date(2026, 11, 20), date(2029, 8, 31)
STANDARD, ZERO, EXEMPT = VatTreatment.STANDARD, VatTreatment.ZERO, VatTreatment.EXEMPT


def lot(number: int, hundredths: int, per: Per = Per.YEAR, vat: VatTreatment = STANDARD) -> DealLotValue:
    return DealLotValue(number, number, f"Lot {number}", "", "unit", per, "Aspen Ltd", UnitPrice(hundredths), vat)


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (date(2027, 9, 1), date(2029, 8, 31), 24),
        (date(2027, 9, 1), date(2028, 8, 31), 12),
        (date(2027, 9, 1), date(2028, 8, 30), 12),
        (date(2027, 9, 1), date(2028, 9, 1), 13),
        (date(2027, 1, 15), date(2027, 2, 14), 1),
        (date(2027, 1, 15), date(2027, 2, 15), 2),
        (date(2027, 1, 15), date(2027, 1, 15), 1),
        (date(2027, 1, 31), date(2027, 2, 28), 1),
        (date(2027, 1, 31), date(2027, 3, 1), 2),
        (date(2028, 1, 31), date(2028, 2, 29), 1),
        (date(2028, 1, 31), date(2028, 3, 1), 2),
        (date(2028, 2, 29), date(2029, 2, 28), 12),
        (date(2028, 2, 29), date(2029, 3, 1), 13),
        (date(2028, 2, 1), date(2028, 2, 29), 1),
        (date(2027, 12, 31), date(2028, 12, 30), 12),
    ],
)
def test_a_part_of_a_month_counts_as_a_whole_one(start: date, end: date, months: int) -> None:
    assert rules.whole_months(start, end) == months


@given(start=st.dates(date(2026, 1, 1), date(2040, 12, 31)), days=st.integers(0, 3_700))
@settings(max_examples=150, deadline=None)
def test_a_term_ends_within_its_last_month_and_not_within_the_one_before(start: date, days: int) -> None:
    end = start + timedelta(days)
    months = rules.whole_months(start, end)
    assert rules.last_day(start, months) >= end
    assert months == 1 or rules.last_day(start, months - 1) < end


@pytest.mark.parametrize(
    ("hundredths", "quantity", "per", "months", "pence"),
    [
        (2_435, 1_000, Per.YEAR, 12, 24_350),
        (2_435, 1_000, Per.YEAR, 36, 73_050),
        (2_435, 1_000, Per.YEAR, 7, 14_204),
        (2_435, 1_000, Per.ONCE, 36, 24_350),
        (50, 1, Per.ONCE, 1, 1),
        (49, 1, Per.ONCE, 1, 0),
        (599, 1, Per.YEAR, 1, 0),
        (600, 1, Per.YEAR, 1, 1),
        (0, 999, Per.YEAR, 12, 0),
    ],
)
def test_a_year_is_priced_by_twelfths_and_rounded_half_up_once(
    hundredths: int, quantity: int, per: Per, months: int, pence: int
) -> None:
    assert rules.cost(UnitPrice(hundredths), quantity, per=per, months=months) == Money(pence)


@given(
    prices=st.lists(st.integers(0, 5_000_000), min_size=1, max_size=3),
    asked=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4), st.integers(1, 5_000_000)), min_size=1, max_size=8),
    days=st.integers(0, 2_000),
)
@settings(max_examples=100, deadline=None)
def test_a_call_off_is_the_sum_of_its_lines(prices: list[int], asked: list[tuple[int, int, int]], days: int) -> None:
    treatments = (STANDARD, ZERO, EXEMPT)
    lots = [
        lot(place + 1, each, (Per.YEAR, Per.ONCE)[place % 2], treatments[place]) for place, each in enumerate(prices)
    ]
    wanted = [Wanted(place % len(lots) + 1, school or None, quantity) for place, school, quantity in asked]
    worked = rules.work_out(lots, wanted, start=TODAY, end=TODAY + timedelta(days))
    assert len(worked.lines) == len(wanted)
    assert worked.net.pence == sum(line.net.pence for line in worked.lines)
    assert worked.gross.pence == worked.net.pence + sum(line.vat.pence for line in worked.lines)
    assert all(line.vat.pence == 0 for line in worked.lines if line.lot.vat is not STANDARD)
    assert worked.seen == f"{worked.net.pence}-{worked.gross.pence}"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"start_date": TODAY}, None),
        ({"start_date": TODAY - timedelta(1)}, "start_date"),
        ({"start_date": None}, "start_date"),
        ({"start_date": LAST, "end_date": LAST}, None),
        ({"start_date": LAST + timedelta(1), "end_date": LAST + timedelta(1)}, "start_date"),
        ({"end_date": LAST}, None),
        ({"end_date": LAST + timedelta(1)}, "end_date"),
        ({"end_date": None}, "end_date"),
        ({"start_date": date(2027, 1, 2), "end_date": date(2027, 1, 1)}, "end_date"),
        ({"po_number": "x" * 40}, None),
        ({"po_number": "x" * 41}, "po_number"),
        ({"wanted": ()}, "quantities"),
    ],
)
def test_a_call_off_lies_within_the_days_of_its_deal(changes: dict[str, object], field: str | None) -> None:
    whole = {"start_date": date(2027, 1, 1), "end_date": date(2027, 12, 31), "wanted": (Wanted(1, None, 1),)}
    faults = rules.typed_faults(
        CallOffTyped(**{**whole, **changes}),  # type: ignore[arg-type]
        last_date=LAST,
        today=TODAY,
    )
    assert (faults[0].field if faults else None) == field


def test_a_deal_without_a_last_day_is_called_off_for_ten_years_at_most() -> None:
    typed = CallOffTyped(TODAY, date(2036, 11, 19), "", (Wanted(1, None, 1),))
    assert rules.typed_faults(typed, last_date=None, today=TODAY) == []
    longer = CallOffTyped(TODAY, date(2036, 11, 20), "", (Wanted(1, None, 1),))
    (fault,) = rules.typed_faults(longer, last_date=None, today=TODAY)
    assert fault.field == "end_date"
    for start in (date(2036, 11, 20), date(9999, 12, 31)):
        far = CallOffTyped(start, start, "", (Wanted(1, None, 1),))
        assert [each.field for each in rules.typed_faults(far, last_date=None, today=TODAY)] == ["start_date"]


@pytest.mark.parametrize(
    ("allowance", "asks"),
    [
        (None, True),
        (Allowance(Money(120_00), Money(0)), False),
        (Allowance(Money(119_99), Money(0)), True),
        (Allowance(Money(200_00), Money(80_00)), False),
        (Allowance(Money(200_00), Money(80_01)), True),
        (Allowance(Money(100_00), Money(300_00)), True),
    ],
)
def test_a_commitment_is_not_asked_for_twice_up_to_what_it_allowed_with_vat(
    allowance: Allowance | None, asks: bool
) -> None:
    worked = rules.work_out([lot(1, 1_000_000)], [Wanted(1, None, 1)], start=TODAY, end=rules.last_day(TODAY, 12))
    assert worked.gross == Money(120_00)
    assert rules.needs_asking(worked, allowance) is asks


def test_what_costs_nothing_commits_nobody() -> None:
    worked = rules.work_out([lot(1, 0)], [Wanted(1, None, 5)], start=TODAY, end=TODAY)
    assert rules.needs_asking(worked, None) is False


@pytest.mark.parametrize(
    ("state", "days", "may"),
    [
        (CallOffState.PLACED, 1, True),
        (CallOffState.PLACED, 0, False),
        (CallOffState.PLACED, -1, False),
        (CallOffState.ASKED, 1, True),
        (CallOffState.ASKED, 0, True),
        (CallOffState.DECLINED, 1, False),
        (CallOffState.CANCELLED, 1, False),
        (CallOffState.LAPSED, 1, False),
    ],
)
def test_a_call_off_is_cancelled_until_the_day_before_it_starts(state: CallOffState, days: int, may: bool) -> None:
    assert rules.can_cancel(state, start=TODAY + timedelta(days), today=TODAY) is may


def test_an_approval_comes_too_late_the_day_after_the_first() -> None:
    rules.check_not_started(TODAY, today=TODAY)
    with pytest.raises(rules.TooLate, match="20 November 2026"):
        rules.check_not_started(TODAY, today=TODAY + timedelta(1))


def test_a_price_that_moved_is_not_taken_unseen() -> None:
    worked = rules.work_out([lot(1, 100)], [Wanted(1, None, 1)], start=TODAY, end=TODAY)
    rules.check_seen(worked, worked.seen)
    with pytest.raises(rules.Changed):
        rules.check_seen(worked, "0-1")
    huge = rules.work_out([lot(1, 10**9)], [Wanted(1, None, 10**9)], start=TODAY, end=LAST)
    with pytest.raises(Refused, match="Check the quantities"):
        rules.check_not_too_much(huge)


@pytest.mark.parametrize(
    ("quantity", "unit", "words"),
    [
        (1, "laptop", "1 laptop"),
        (2, "laptop", "2 laptops"),
        (0, "laptop", "0 laptops"),
        (12_000, "kWh", "12,000 kWh"),
        (5, "kg", "5 kg"),
        (5, "m2", "5 m2"),
        (3, "box", "3 boxes"),
        (3, "bus", "3 buses"),
        (3, "delivery", "3 deliveries"),
        (3, "day", "3 days"),
        (3, "pupil-hour", "3 pupil-hours"),
        (3, "pack of ten", "3 × pack of ten"),
    ],
)
def test_units_are_counted_as_people_count_them(quantity: int, unit: str, words: str) -> None:
    assert counted(quantity, unit) == words


def test_lengths_and_lists_read_as_people_write_them() -> None:
    assert [months_words(each) for each in (1, 11, 12, 13, 26)] == [
        "1 month", "11 months", "1 year", "1 year and 1 month", "2 years and 2 months",
    ]  # fmt: skip
    assert [listed_words(each) for each in ((), ("A",), ("A", "B"), ("A", "B", "C"))] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]
