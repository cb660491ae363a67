"""The pure rules of the register, at their boundaries."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.contracts import rules
from app.contracts.rules.suggesting import Like, is_near, last_day_ahead, others_like, quarter_of
from app.contracts.rules.words import answers
from app.contracts.values import (
    ContractState,
    ContractValue,
    DayKind,
    EndingReason,
    EndingValue,
    Source,
    Suggestion,
    Year,
)
from app.kernel.errors import Refused
from tests.clock import START

DAY = timedelta(days=1)
FIRST, LAST, NOTICE = date(2026, 1, 1), date(2026, 12, 31), date(2026, 9, 30)


def contract(**changes: Any) -> ContractValue:
    """A contract for 2026 with notice by 30 September, with some of it changed."""
    values: dict[str, Any] = {
        "id": 1, "reference": "CON-22222", "trust_id": 1, "title": "Meals", "supplier": "Beech",
        "counterparty_id": None,
        "category": "catering", "cpv": None, "start_date": FIRST, "end_date": LAST, "last_date": LAST,
        "notice_date": NOTICE, "value": None, "yearly": None, "school_ids": (), "note": "", "source": Source.HAND,
        "source_reference": None, "responsible_id": None, "is_counted": True, "version": 1, "created_at": START,
        "changed_at": START,
    }  # fmt: skip
    return ContractValue(**{**values, **changes})


def ended(last: date) -> dict[str, Any]:
    return {"last_date": last, "ending": EndingValue(last, EndingReason.EARLY, "", 1, START)}


@pytest.mark.parametrize(
    ("changes", "day", "state"),
    [
        ({}, FIRST - DAY, ContractState.TO_START),
        ({}, FIRST, ContractState.RUNNING),
        ({}, NOTICE - 91 * DAY, ContractState.RUNNING),
        ({}, NOTICE - 90 * DAY, ContractState.NOTICE_DUE),
        ({}, NOTICE, ContractState.NOTICE_DUE),
        ({}, NOTICE + DAY, ContractState.NOTICE_PASSED),
        ({}, LAST, ContractState.NOTICE_PASSED),
        ({}, LAST + DAY, ContractState.ENDED),
        ({"notice_date": None}, LAST, ContractState.RUNNING),
        ({"end_date": None, "last_date": None}, date(2090, 1, 1), ContractState.NOTICE_PASSED),
        ({"end_date": None, "last_date": None, "notice_date": None}, date(2090, 1, 1), ContractState.RUNNING),
        (ended(NOTICE), NOTICE, ContractState.RUNNING),
        (ended(NOTICE), NOTICE + DAY, ContractState.ENDED),
        (ended(FIRST - DAY), FIRST - 30 * DAY, ContractState.ENDED),
    ],
)
def test_the_state_of_a_contract_follows_from_its_days(
    changes: dict[str, Any], day: date, state: ContractState
) -> None:
    assert rules.state_on(contract(**changes), day) is state


@pytest.mark.parametrize(
    ("last", "reason", "is_refused"),
    [
        (LAST, EndingReason.EARLY, True),
        (LAST - DAY, EndingReason.EARLY, False),
        (FIRST, EndingReason.NEW_SUPPLIER, False),
        (FIRST - DAY, EndingReason.NEW_SUPPLIER, True),
        (FIRST - DAY, EndingReason.CANCELLED, False),
        (FIRST, EndingReason.CANCELLED, True),
    ],
)
def test_an_early_end_lies_within_the_contract_and_a_cancellation_before_it(
    last: date, reason: EndingReason, is_refused: bool
) -> None:
    if not is_refused:
        rules.check_can_end(contract(), last, reason)
        return
    with pytest.raises(Refused) as refused:
        rules.check_can_end(contract(), last, reason)
    assert refused.value.field == "last_date"


def test_a_calendar_holds_each_day_of_a_year_and_no_notice_once_an_end_is_recorded() -> None:
    year = Year(2025)
    assert (year.first, year.last, year.name) == (date(2025, 9, 1), date(2026, 8, 31), "2025/26")
    assert [each.month for each in year.months] == [9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8]
    found = rules.days_of([contract()], FIRST, LAST)
    assert [(each.kind, each.date) for each in found] == [
        (DayKind.STARTS, FIRST), (DayKind.NOTICE, NOTICE), (DayKind.ENDS, LAST),
    ]  # fmt: skip
    assert [each.kind for each in rules.days_of([contract()], FIRST + DAY, LAST - DAY)] == [DayKind.NOTICE]
    assert [each.kind for each in rules.days_of([contract(**ended(NOTICE))], FIRST, LAST)] == [
        DayKind.STARTS, DayKind.ENDS,
    ]  # fmt: skip
    assert rules.days_of([contract(**ended(FIRST - DAY))], date(2000, 1, 1), LAST) == []


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 3, 31), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_quarter_is_that_of_the_calendar(day: date, first: date, last: date) -> None:
    assert quarter_of(day) == (first, last)


def test_eighteen_months_ahead_is_the_same_day_or_the_months_last() -> None:
    assert last_day_ahead(date(2026, 11, 20)) == date(2028, 5, 20)
    assert last_day_ahead(date(2026, 8, 31)) == date(2028, 2, 29)


@pytest.mark.parametrize(("metres", "near"), [(40_233, True), (40_234, True), (40_235, False)])
def test_near_is_twenty_five_miles_between_the_nearest_schools(metres: int, near: bool) -> None:
    assert is_near([(0, 0), (0, 10**6)], [(10**6, 10**6), (metres, 0)]) is near
    assert not is_near([], [(0, 0)])


def like(trust_id: int, last: date = date(2027, 8, 31), category: str | None = "catering", **more: Any) -> Like:
    return Like(trust_id, category, more.get("cpv_class"), last)


@pytest.mark.parametrize(
    ("others", "count"),
    [
        ([like(2), like(3)], 0),
        ([like(2), like(3), like(3)], 0),
        ([like(2), like(3), like(1)], 0),
        ([like(2), like(3), like(4)], 3),
        ([like(2), like(3), like(4), like(5)], 4),
        ([like(2), like(3), like(9)], 0),
        ([like(2), like(3), like(4, date(2027, 7, 1))], 3),
        ([like(2), like(3), like(4, date(2027, 6, 30))], 0),
        ([like(2), like(3), like(4, date(2027, 9, 30))], 3),
        ([like(2), like(3), like(4, date(2027, 10, 1))], 0),
        ([like(2), like(3), like(4, category="payroll")], 0),
        ([like(2), like(3), like(4, category=None, cpv_class="5552")], 3),
        ([like(2), like(3), like(4, category=None, cpv_class="5551")], 0),
    ],
)
def test_a_suggestion_needs_three_other_trusts_near_with_the_same_ending_in_the_same_quarter(
    others: list[Like], count: int
) -> None:
    assert len(others_like(like(1, cpv_class="5552"), others, near={2, 3, 4, 5})) == count


ANY_LIKE = st.builds(
    Like,
    st.integers(1, 6),
    st.sampled_from(["catering", "payroll", None]),
    st.sampled_from(["5552", "0931", None]),
    st.dates(date(2027, 1, 1), date(2027, 12, 31)),
)


@given(ANY_LIKE, st.lists(ANY_LIKE, max_size=12), st.sets(st.integers(1, 6)))
def test_what_leaves_the_rule_is_three_trusts_or_more_or_none_and_never_ones_own(
    own: Like, others: list[Like], near: set[int]
) -> None:
    found = others_like(own, others, near)
    assert len(found) != 1
    assert len(found) != 2
    assert own.trust_id not in found
    assert found <= near


@pytest.mark.parametrize(
    ("text", "is_answered"),
    [
        ("catering", True),
        ("School MEALS", True),
        ("caterers", True),
        ("energy", False),
        ("catering energy", False),
        ("a", False),
        ("", False),
    ],
)
def test_a_search_finds_a_suggestion_by_the_beginnings_of_its_words(text: str, is_answered: bool) -> None:
    found = Suggestion("CON-22222", "School meals", "Catering", 3, "catering", None, LAST, FIRST, LAST)
    assert answers(text, found) is is_answered
