"""What terms lack, overlap beyond full time, what may be done, and the words: at each boundary."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.kernel.errors import Refused
from app.kernel.money import Money
from app.secondments.rules.agreements import (
    LONGEST_LINE,
    MovedOn,
    NotThisParty,
    check_can_abandon,
    check_can_begin,
    check_can_change,
    check_can_issue,
    check_is_open,
    earliest_last_date,
    latest_end,
    terms_faults,
    without_names,
)
from app.secondments.rules.agreements_first import first_pay, first_terms
from app.secondments.rules.agreements_words import band_words, basis_words, changes_words, part_words, working_words
from app.secondments.rules.overlap import overlap_faults, overlaps
from app.secondments.values import (
    CostBasis,
    Fte,
    HalfTerm,
    HoursStep,
    Particulars,
    Party,
    Pattern,
    Pay,
    PayStep,
    PensionScheme,
    RoleFamily,
    SecondmentState,
    Stage,
    Terms,
    VersionState,
    Weekday,
    Working,
)
from app.secondments.values.agreements_listed import Held

TODAY, FIRST, LAST = date(2026, 11, 20), date(2027, 1, 4), date(2027, 7, 23)
DAY = timedelta(days=1)
TUESDAY_WEDNESDAY = frozenset({Weekday.TUESDAY, Weekday.WEDNESDAY})


def terms(**changes: Any) -> Terms:
    texts = dict.fromkeys(
        ("home_manager", "host_manager", "duties", "confidentiality", "insurance", "health_and_safety", "expenses"), "x"
    )
    values = {"post": "SENDCo", "return_post": "SENDCo", "start_date": FIRST, "end_date": LAST, "place_id": 1}
    return Terms(**{**values, **texts, **changes})


def said(faults: list[Refused]) -> str:
    return " | ".join(each.message for each in faults)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, ""),
        ({"start_date": TODAY}, ""),
        ({"start_date": TODAY - DAY}, "The first day is in the past"),
        ({"start_date": None}, "Enter the first day"),
        ({"end_date": None}, "Enter the last day"),
        ({"end_date": FIRST}, ""),
        ({"end_date": FIRST - DAY}, "The last day is before the first"),
        ({"end_date": date(2030, 1, 3)}, ""),
        ({"end_date": date(2030, 1, 4)}, "at most 3 years"),
        ({"post": " "}, "Enter a post"),
        ({"post": "x" * LONGEST_LINE}, ""),
        ({"post": "x" * (LONGEST_LINE + 1)}, "at most 150 characters"),
        ({"duties": ""}, "Enter the duties"),
        ({"place_id": None}, "Choose the school"),
        ({"place_id": None, "part_remote": True}, ""),
        ({"notice_weeks": 0}, "between 1 and 26"),
        ({"notice_weeks": 1}, ""),
        ({"notice_weeks": 26}, ""),
        ({"notice_weeks": 27}, "between 1 and 26"),
        ({"working": Working(Pattern.DAYS, Fte(4_000), TUESDAY_WEDNESDAY)}, ""),
        ({"working": Working(Pattern.DAYS, Fte(4_001), TUESDAY_WEDNESDAY)}, "0.4001 of full time does not fit"),
        ({"working": Working(Pattern.DAYS, Fte(4_000))}, "Choose the days"),
        ({"working": Working(Pattern.HALF_TERMS)}, "Choose the half-terms"),
        ({"changes": (HoursStep(FIRST + DAY, Fte(1)),)}, ""),
        ({"changes": (HoursStep(FIRST, Fte(1)),)}, "must come after the first day"),
        ({"changes": (HoursStep(LAST, Fte(1)),)}, ""),
        ({"changes": (HoursStep(LAST + DAY, Fte(1)),)}, "on or before the last day"),
        ({"changes": (HoursStep(LAST, Fte(1)), HoursStep(LAST, Fte(2)))}, "begin on the same day"),
    ],
)
def test_terms_lack_nothing_or_say_what(changes: dict[str, Any], why: str) -> None:
    found = said(terms_faults(terms(**changes), today=TODAY))
    assert (why in found) if why else found == ""


@pytest.mark.parametrize(
    ("start", "end", "why"),
    [
        (FIRST, LAST, ""),
        (FIRST + DAY, LAST, "It has started"),
        (FIRST, date(2027, 3, 1), ""),
        (FIRST, date(2027, 2, 28), "The last day is in the past"),
    ],
)
def test_what_has_started_keeps_its_first_day_and_ends_today_or_later(start: date, end: date, why: str) -> None:
    found = said(terms_faults(terms(start_date=start, end_date=end), today=date(2027, 3, 1), started=FIRST))
    assert (why in found) if why else found == ""


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2027, 1, 4), date(2030, 1, 3)),
        (date(2028, 2, 29), date(2031, 2, 28)),
        (date(2027, 3, 1), date(2030, 2, 28)),
    ],
)
def test_a_secondment_lasts_three_years_at_most(start: date, last: date) -> None:
    assert latest_end(start) == last


def test_notice_of_weeks_ends_on_the_same_weekday() -> None:
    assert earliest_last_date(date(2027, 3, 3), 4) == date(2027, 3, 31)


MINE = terms(working=Working(fte=Fte(6_000)), start_date=date(2027, 2, 1), end_date=date(2027, 2, 28))


@pytest.mark.parametrize(
    ("hours", "last", "days"),
    [
        (((date(2027, 1, 4), 4_000),), date(2027, 3, 31), ()),
        (((date(2027, 1, 4), 4_001),), date(2027, 3, 31), ((date(2027, 2, 1), date(2027, 2, 28)),)),
        (((date(2027, 1, 4), 5_000),), date(2027, 1, 31), ()),
        (((date(2027, 1, 4), 5_000),), date(2027, 2, 1), ((date(2027, 2, 1), date(2027, 2, 1)),)),
        (((date(2027, 3, 1), 5_000),), date(2027, 3, 31), ()),
        (((date(2027, 2, 28), 5_000),), date(2027, 3, 31), ((date(2027, 2, 28), date(2027, 2, 28)),)),
        (
            ((date(2027, 1, 4), 4_000), (date(2027, 2, 10), 5_000), (date(2027, 2, 15), 4_000)),
            date(2027, 3, 31),
            ((date(2027, 2, 10), date(2027, 2, 14)),),
        ),
    ],
)
def test_hours_of_two_secondments_are_added_day_by_day(
    hours: tuple[tuple[date, int], ...], last: date, days: tuple[tuple[date, date], ...]
) -> None:
    other = Held("SEC-BBBBB", tuple(HoursStep(day, Fte(parts)) for day, parts in hours), last)
    assert tuple((each.first, each.last) for each in overlaps(MINE, [other])) == days


def test_an_overlap_says_with_which_and_on_which_days() -> None:
    others = [
        Held("SEC-BBBBB", (HoursStep(date(2027, 1, 4), Fte(3_000)),), date(2027, 2, 12)),
        Held("SEC-CCCCC", (HoursStep(date(2027, 2, 8), Fte(2_000)),), date(2027, 6, 30)),
    ]
    assert said(overlap_faults(MINE, others)) == (
        "Together with SEC-BBBBB and SEC-CCCCC this takes 1.1 of full time, 8 February 2027 to 12 February 2027. "
        "Enter other days or fewer hours"
    )
    assert overlaps(terms(start_date=None), others) == []


def test_what_may_be_done_follows_from_where_it_stands() -> None:
    check_can_begin(Stage.AGREED, is_named=True)
    check_can_change(SecondmentState.RUNNING, is_open=False)
    check_can_issue(SecondmentState.DRAFTING, Party.HOME, is_open=False, has_draft=True)
    check_is_open(VersionState.OPEN)
    check_can_abandon(SecondmentState.SIGNING, was_in_force=False)
    for state in (SecondmentState.ENDED, SecondmentState.ABANDONED):
        with pytest.raises(MovedOn):
            check_can_change(state, is_open=False)
        with pytest.raises(MovedOn):
            check_can_abandon(state, was_in_force=False)
    with pytest.raises(Refused, match="Withdraw it first"):
        check_can_change(SecondmentState.SIGNING, is_open=True)
    with pytest.raises(NotThisParty):
        check_can_issue(SecondmentState.DRAFTING, Party.HOST, is_open=False, has_draft=True)
    with pytest.raises(Refused, match="Nothing has changed"):
        check_can_issue(SecondmentState.AGREED, Party.HOME, is_open=False, has_draft=False)
    with pytest.raises(Refused, match="end it with notice"):
        check_can_abandon(SecondmentState.AGREED, was_in_force=True)
    with pytest.raises(MovedOn):
        check_is_open(VersionState.WITHDRAWN)


def test_erased_terms_keep_days_and_hours_only() -> None:
    gone = without_names(terms(home_manager="Wren", changes=(HoursStep(LAST, Fte(1)),)))
    assert (gone.post, gone.start_date, gone.changes) == ("SENDCo", FIRST, (HoursStep(LAST, Fte(1)),))
    assert not any((gone.home_manager, gone.host_manager, gone.duties, gone.expenses, gone.return_post))


@pytest.mark.parametrize(
    ("annual", "home", "band"),
    [
        (45_000_00, 10_000, "£45,000 to £49,999 a year, full time"),
        (44_999_99, 10_000, "£40,000 to £44,999 a year, full time"),
        (36_000_00, 8_000, "£45,000 to £49,999 a year, full time"),
    ],
)
def test_a_salary_is_shown_as_a_band_of_full_time(annual: int, home: int, band: str) -> None:
    assert band_words(Pay(steps=(PayStep(FIRST, Money(annual), Fte(home)),)), FIRST) == band


def test_the_band_is_that_of_the_salary_in_force() -> None:
    pay = Pay(steps=(PayStep(date.min, Money(30_000_00)), PayStep(FIRST, Money(41_000_00))))
    assert band_words(pay, FIRST).startswith("£40,000")
    assert band_words(pay, FIRST - DAY).startswith("£30,000")
    assert band_words(Pay(), FIRST) == "Not entered yet"


def test_terms_and_pay_in_words() -> None:
    assert (
        working_words(Working(Pattern.DAYS, Fte(4_000), TUESDAY_WEDNESDAY))
        == "Tuesday and Wednesday (0.4 of full time)"
    )
    assert working_words(Working()) == "Every working day (full time)"
    half = Working(Pattern.HALF_TERMS, Fte(10_000), half_terms=frozenset({HalfTerm.SPRING_1}))
    assert working_words(half) == "In the first half of the spring term (full time)"
    assert changes_words(terms(changes=(HoursStep(LAST, Fte(6_000)),))) == ["From 23 July 2027: 0.6 of full time"]
    share = basis_words(terms(basis=CostBasis.SHARE), Pay(share_percent=60, fee_monthly=Money(50_00), other_rate=50))
    assert share.startswith("The host pays 60% of what the secondee’s time costs")
    assert share.endswith("other on-costs, and an administration fee of £50.00 a month without VAT.")
    assert (
        basis_words(terms(basis=CostBasis.FREE), Pay())
        == "The host pays nothing: the home employer bears the whole cost."
    )
    assert part_words(Pay()).endswith("The host pays the same while the secondee is absent.")
    assert part_words(Pay(absence_days=0)).endswith("Days of absence are not charged.")
    assert "the first 10 calendar days are charged" in part_words(Pay(absence_days=10))


def test_the_opportunity_says_first_and_the_availability_what_it_leaves_open() -> None:
    wanted = Particulars(family=RoleFamily.FINANCE, start_date=FIRST, weeks=2, school_id=7)
    offered = Particulars(
        family=RoleFamily.SEND, start_date=TODAY, basis=CostBasis.SHARE, share_percent=40, school_id=9
    )
    made = first_terms(wanted, offered, post="Officer", return_post="Clerk")
    assert (made.start_date, made.end_date, made.place_id) == (FIRST, date(2027, 1, 17), 7)
    assert (made.basis, made.return_post, made.working) == (CostBasis.SHARE, "Clerk", Working())
    pay = first_pay(wanted, offered)
    assert (pay.share_percent, pay.pension) == (40, PensionScheme.LOCAL_GOVERNMENT)
    alone = first_terms(None, offered, post="", return_post="")
    assert (alone.start_date, alone.place_id) == (TODAY, None)
    assert first_pay(None, replace(offered, basis=CostBasis.AT_COST)).share_percent == 100
