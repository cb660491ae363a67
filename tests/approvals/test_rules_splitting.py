"""Purchases that may be one in parts: the same trust, the like, within twelve months, and together at the threshold."""

from datetime import date

import pytest

from app.approvals.rules import is_like, is_within_twelve_months, splits, splitting_of
from app.approvals.values import Buying
from app.kernel.money import Money

THRESHOLD = Money(207_720_00)
START = date(2026, 9, 1)


def buying(reference: str = "RND-2", *, trusts: tuple[int, ...] = (1, 2), **changes: object) -> Buying:
    standard = {"cpv": "09310000-5", "starts": START, "value": Money(100_000_00)}
    return Buying(reference, frozenset(trusts), **{**standard, **changes})  # type: ignore[arg-type]


THIS = buying("RND-1")


@pytest.mark.parametrize(
    ("one", "other", "within"),
    [
        (START, date(2025, 9, 1), False),
        (START, date(2025, 9, 2), True),
        (START, START, True),
        (START, date(2027, 8, 31), True),
        (START, date(2027, 9, 1), False),
        (date(2028, 2, 29), date(2029, 2, 27), True),
        (date(2028, 2, 29), date(2029, 2, 28), False),
        (date(2028, 2, 29), date(2027, 2, 28), False),
        (date(2028, 2, 29), date(2027, 3, 1), True),
        (date(2028, 3, 1), date(2027, 3, 1), False),
    ],
)
def test_twelve_months_end_on_the_same_day_of_the_next_year_seen_from_either_side(
    one: date, other: date, within: bool
) -> None:
    assert is_within_twelve_months(one, other) is within
    assert is_within_twelve_months(other, one) is within


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("09310000-5", "09310000-5", True),
        ("30197620-8", "30197630-1", True),
        ("09310000-5", "09320000-8", False),
        ("09300000-2", "09310000-5", True),
        ("09000000-3", "09310000-5", True),
        ("30000000-9", "30197630-1", True),
        ("30000000-9", "31000000-6", False),
        ("09310000", "09310000-5", True),
        ("55524000-9", "90910000-9", False),
    ],
)
def test_the_like_is_a_class_or_a_branch_of_the_vocabulary(one: str, other: str, like: bool) -> None:
    assert is_like(one, other) is like
    assert is_like(other, one) is like


@pytest.mark.parametrize(
    ("other", "found"),
    [
        (buying(), True),
        (buying(trusts=(2, 3)), True),
        (buying(trusts=(3,)), False),
        (buying(trusts=()), False),
        (buying(cpv="55524000-9"), False),
        (buying(starts=date(2027, 9, 1)), False),
        (buying("RND-1"), False),
    ],
)
def test_what_is_bought_in_parts_has_a_trust_a_code_and_the_time_in_common(other: Buying, found: bool) -> None:
    assert splits(THIS, [other]) == ([other] if found else [])


def test_what_is_found_comes_in_the_order_in_which_it_starts() -> None:
    late, early, same = buying("RND-4", starts=date(2027, 1, 1)), buying("RND-9"), buying("RND-3")
    assert splits(THIS, [late, early, same]) == [same, early, late]


@pytest.mark.parametrize(
    ("values", "together", "reaches", "evades"),
    [
        ((107_719_99,), 207_719_99, False, False),
        ((107_720_00,), 207_720_00, True, True),
        ((50_000_00, 57_720_00), 207_720_00, True, True),
        ((207_719_99,), 307_719_99, True, True),
        ((207_720_00,), 307_720_00, True, False),
        ((None,), 100_000_00, True, False),
    ],
)
def test_parts_evade_the_threshold_where_they_reach_it_only_together(
    values: tuple[int | None, ...], together: int, reaches: bool, evades: bool
) -> None:
    others = [buying(f"RND-{i + 2}", value=None if v is None else Money(v)) for i, v in enumerate(values)]
    found = splitting_of(THIS, others, THRESHOLD)
    assert found is not None
    assert (found.together, found.reaches, found.evades) == (Money(together), reaches, evades)
    assert (list(found.others), found.threshold) == (others, THRESHOLD)


def test_a_purchase_without_its_like_is_not_warned_of() -> None:
    assert splitting_of(buying(value=Money(900_000_00)), [buying("RND-7", trusts=(8,))], THRESHOLD) is None
