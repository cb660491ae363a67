"""From what value the Procurement Act applies in full: at the exact day and penny."""

from datetime import date

import pytest

from app.approvals.rules import is_above, threshold_in_force, threshold_on, thresholds_since
from app.approvals.values import PurchaseKind
from app.kernel.money import Money

LAST_OF_2025, FIRST_OF_2026 = date(2025, 12, 31), date(2026, 1, 1)
GOODS, SERVICES, LIGHT_TOUCH, WORKS = PurchaseKind


@pytest.mark.parametrize(
    ("kind", "day", "pence"),
    [
        (GOODS, date(2025, 2, 24), 214_904_00),
        (GOODS, LAST_OF_2025, 214_904_00),
        (GOODS, FIRST_OF_2026, 207_720_00),
        (SERVICES, LAST_OF_2025, 214_904_00),
        (SERVICES, FIRST_OF_2026, 207_720_00),
        (LIGHT_TOUCH, date(2025, 2, 24), 663_540_00),
        (LIGHT_TOUCH, LAST_OF_2025, 663_540_00),
        (LIGHT_TOUCH, FIRST_OF_2026, 663_540_00),
        (WORKS, LAST_OF_2025, 5_372_609_00),
        (WORKS, FIRST_OF_2026, 5_193_000_00),
        (WORKS, date(2027, 6, 1), 5_193_000_00),
    ],
)
def test_the_threshold_is_the_one_in_force_on_the_day_the_procurement_starts(
    kind: PurchaseKind, day: date, pence: int
) -> None:
    assert threshold_on(kind, day) == Money(pence)


def test_a_threshold_says_from_which_day_and_by_what_law_it_stands() -> None:
    held = threshold_in_force(GOODS, date(2026, 9, 1))
    assert held.from_date == FIRST_OF_2026
    assert "Schedule 1" in held.source
    assert "Regulations 2025" in held.source
    assert threshold_in_force(LIGHT_TOUCH, date(2026, 9, 1)).from_date == date(2025, 2, 24)


@pytest.mark.parametrize("kind", list(PurchaseKind))
def test_no_threshold_is_guessed_for_a_day_before_the_act(kind: PurchaseKind) -> None:
    assert thresholds_since() == date(2025, 2, 24)
    with pytest.raises(ValueError, match="no threshold"):
        threshold_on(kind, date(2025, 2, 23))


@pytest.mark.parametrize(("pence", "above"), [(207_719_99, False), (207_720_00, True), (207_720_01, True), (0, False)])
def test_a_value_reaches_the_threshold_at_the_exact_penny(pence: int, above: bool) -> None:
    assert is_above(Money(pence), threshold_on(GOODS, FIRST_OF_2026)) is above
