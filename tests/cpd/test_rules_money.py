"""Prices, notice and fees at their boundaries."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.cpd.rules import money as rules
from app.cpd.values import Band, Ending, Offer, Particulars, Prices, Tier
from app.kernel.money import Money
from app.kernel.vat import VatTreatment

BANDS = (Band(10, None, 0), Band(5, 9, 50), Band(0, 4, 100))
START = date(2027, 5, 11)  # A Tuesday; Monday 3 May 2027 is a bank holiday.
STANDARD = Prices(
    other=Money(120_00),
    partner=Money(90_00),
    early=Money(100_00),
    early_days=28,
    whole_school=Money(500_00),
    whole_school_places=6,
)


@pytest.mark.parametrize(
    ("day", "notice"),
    [
        (date(2027, 5, 11), 0),
        (date(2027, 5, 10), 1),
        (date(2027, 5, 9), 1),
        (date(2027, 5, 8), 1),
        (date(2027, 5, 7), 2),
        (date(2027, 5, 4), 5),
        (date(2027, 5, 3), 5),
        (date(2027, 4, 30), 6),
        (date(2027, 5, 12), 0),
    ],
)
def test_notice_counts_working_days_from_the_day_itself_to_the_day_before(day: date, notice: int) -> None:
    assert rules.working_days_before(day, START) == notice


@pytest.mark.parametrize(
    ("notice", "last"),
    [(0, START), (1, date(2027, 5, 10)), (5, date(2027, 5, 4)), (6, date(2027, 4, 30)), (10, date(2027, 4, 26))],
)
def test_a_deadline_is_the_last_day_that_gives_the_notice(notice: int, last: date) -> None:
    assert rules.deadline(START, notice) == last


@given(st.dates(date(2026, 1, 1), date(2028, 12, 31)), st.integers(0, 40))
def test_a_deadline_gives_the_notice_and_the_day_after_it_gives_less(start: date, notice: int) -> None:
    last = rules.deadline(start, notice)
    assert rules.working_days_before(last, start) == notice
    assert notice == 0 or rules.working_days_before(date.fromordinal(last.toordinal() + 1), start) < notice


@pytest.mark.parametrize(("notice", "percent"), [(0, 100), (4, 100), (5, 50), (9, 50), (10, 0), (200, 0)])
def test_a_cancellation_costs_what_its_band_says(notice: int, percent: int) -> None:
    assert rules.percent_for(BANDS, notice) == percent


def test_a_course_without_bands_is_cancelled_free() -> None:
    assert rules.percent_for((), 0) == 0


def test_the_bands_of_a_run_read_as_days_that_follow_one_another() -> None:
    days = rules.band_days(BANDS, START)
    assert [(each.first, each.last, each.band.percent) for each in days] == [
        (None, date(2027, 4, 26), 0),
        (date(2027, 4, 27), date(2027, 5, 4), 50),
        (date(2027, 5, 5), START, 100),
    ]


@pytest.mark.parametrize(
    ("pence", "percent", "fee"), [(101, 50, 51), (99, 50, 50), (1, 49, 0), (120_00, 0, 0), (33_33, 100, 33_33)]
)
def test_a_part_of_a_price_is_rounded_half_up(pence: int, percent: int, fee: int) -> None:
    assert rules.part_of(Money(pence), percent) == Money(fee)


@pytest.mark.parametrize(
    ("is_own", "is_partner", "on", "tier", "pence"),
    [
        (True, True, date(2027, 1, 1), Tier.OWN, 0),
        (False, True, date(2027, 1, 1), Tier.PARTNER, 90_00),
        (False, False, date(2027, 4, 13), Tier.EARLY, 100_00),
        (False, False, date(2027, 4, 14), Tier.OTHER, 120_00),
        (False, True, date(2027, 5, 10), Tier.PARTNER, 90_00),
    ],
)
def test_a_trust_books_at_the_lowest_price_it_may_have(
    is_own: bool, is_partner: bool, on: date, tier: Tier, pence: int
) -> None:
    found = rules.find_tier(STANDARD, is_own=is_own, is_partner=is_partner, start=START, on=on)
    assert found == (tier, Money(pence))


def test_a_free_course_is_free_for_everyone() -> None:
    assert rules.find_tier(Prices(is_free=True), is_own=False, is_partner=True, start=START, on=START)[0] is Tier.FREE


def test_a_course_without_a_price_is_refused() -> None:
    with pytest.raises(rules.NoPrice, match="no price yet"):
        rules.find_tier(Prices(), is_own=False, is_partner=False, start=START, on=START)


def offer(**changes: object) -> Offer:
    particulars = Particulars(prices=STANDARD, vat_treatment=VatTreatment.STANDARD, vat_reason="Open to anyone")
    values: dict[str, object] = {
        "particulars": particulars, "count": 3, "sessions": 1, "is_own": False, "is_partner": False,
        "is_whole_school": False, "start": START, "supply": START, "on": START,
    }  # fmt: skip
    return rules.work_out_offer(**{**values, **changes})  # type: ignore[arg-type]


def test_an_offer_adds_vat_line_by_line() -> None:
    found = offer()
    assert (found.net, found.vat, found.gross) == (Money(360_00), Money(72_00), Money(432_00))


def test_sessions_booked_one_at_a_time_cost_the_price_each() -> None:
    assert offer(sessions=2).net == Money(720_00)


def test_a_whole_school_price_is_shared_out_to_the_penny() -> None:
    found = offer(is_whole_school=True)
    assert [each.pence for each in found.each] == [166_67, 166_67, 166_66]
    assert found.net == Money(500_00)


@pytest.mark.parametrize(("count", "is_refused"), [(6, False), (7, True)])
def test_a_whole_school_price_buys_so_many_places_and_no_more(count: int, is_refused: bool) -> None:
    if not is_refused:
        assert offer(is_whole_school=True, count=count).tier is Tier.WHOLE_SCHOOL
        return
    with pytest.raises(rules.NoPrice, match="6 places or fewer"):
        offer(is_whole_school=True, count=count)


@pytest.mark.parametrize(
    ("why", "waived", "no_show", "run_cancelled", "owed"),
    [
        (None, False, False, False, 120_00),
        (None, False, True, False, 96_00),
        (None, True, True, False, 0),
        (Ending.CANCELLED, False, False, False, 60_00),
        (Ending.CANCELLED, True, False, False, 0),
        (Ending.CANCELLED, False, False, True, 0),
        (Ending.RUN_CANCELLED, False, False, True, 0),
        (Ending.HOLD_LAPSED, False, False, False, 0),
    ],
)
def test_what_a_place_costs_in_the_end(
    why: Ending | None, waived: bool, no_show: bool, run_cancelled: bool, owed: int
) -> None:
    assert rules.owed_for(
        price=Money(120_00),
        why=why,
        fee=Money(60_00),
        is_waived=waived,
        is_no_show=no_show,
        no_show_percent=80,
        is_run_cancelled=run_cancelled,
    ) == Money(owed)
