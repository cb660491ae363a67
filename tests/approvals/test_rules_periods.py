"""How long the law makes a buyer wait: by the days of the calendar, holidays of all the kingdom included."""

from datetime import date

import pytest

from app.approvals.rules import least_tender_days, needs_standstill, standstill_ends
from app.approvals.values import BuyingRoute, ExemptionGround, PurchaseKind

FRAMEWORK, QUOTES, OPEN, DYNAMIC, DIRECT = BuyingRoute
GOODS, SERVICES, LIGHT_TOUCH, WORKS = PurchaseKind


@pytest.mark.parametrize(
    ("published", "ends"),
    [
        (date(2026, 9, 7), date(2026, 9, 16)),
        (date(2026, 9, 11), date(2026, 9, 22)),
        (date(2026, 9, 12), date(2026, 9, 23)),
        (date(2026, 9, 13), date(2026, 9, 23)),
        (date(2026, 9, 14), date(2026, 9, 23)),
        (date(2026, 12, 21), date(2027, 1, 5)),
        (date(2026, 12, 24), date(2027, 1, 8)),
        (date(2026, 12, 25), date(2027, 1, 11)),
        (date(2026, 4, 1), date(2026, 4, 14)),
        (date(2026, 4, 2), date(2026, 4, 15)),
        (date(2026, 11, 26), date(2026, 12, 8)),
        (date(2026, 3, 12), date(2026, 3, 24)),
        (date(2026, 7, 10), date(2026, 7, 22)),
        (date(2026, 7, 29), date(2026, 8, 10)),
    ],
    ids=[
        "monday",
        "friday",
        "saturday",
        "sunday",
        "the monday after",
        "before christmas",
        "christmas eve",
        "christmas day",
        "before easter",
        "maundy thursday",
        "saint andrew in scotland",
        "saint patrick in northern ireland",
        "the twelfth, kept on monday, in northern ireland",
        "the summer holiday of scotland",
    ],
)
def test_a_standstill_ends_on_its_eighth_working_day_the_day_of_publication_being_the_first(
    published: date, ends: date
) -> None:
    assert standstill_ends(published) == ends


@pytest.mark.parametrize(
    ("route", "kind", "above", "ground", "needed"),
    [
        (OPEN, GOODS, True, None, True),
        (OPEN, WORKS, True, None, True),
        (OPEN, GOODS, False, None, False),
        (OPEN, LIGHT_TOUCH, True, None, False),
        (FRAMEWORK, SERVICES, True, None, False),
        (DYNAMIC, SERVICES, True, None, False),
        (DIRECT, SERVICES, True, None, True),
        (DIRECT, SERVICES, True, ExemptionGround.EXCLUSIVE_RIGHTS, True),
        (DIRECT, SERVICES, True, ExemptionGround.URGENCY, False),
        (DIRECT, SERVICES, True, ExemptionGround.USER_CHOICE, False),
        (DIRECT, SERVICES, True, ExemptionGround.CO_OPERATION, False),
        (QUOTES, GOODS, True, ExemptionGround.REPEAT, True),
        (QUOTES, GOODS, True, ExemptionGround.LAND, False),
    ],
)
def test_a_standstill_is_mandatory_above_the_threshold_except_where_the_act_leaves_it_out(
    route: BuyingRoute, kind: PurchaseKind, above: bool, ground: ExemptionGround | None, needed: bool
) -> None:
    assert needs_standstill(route, kind, is_above=above, ground=ground) is needed


@pytest.mark.parametrize(
    ("route", "kind", "above", "circumstances", "days"),
    [
        (OPEN, GOODS, True, {}, 25),
        (OPEN, GOODS, True, {"complete": False}, 30),
        (OPEN, GOODS, True, {"electronic": False}, 30),
        (OPEN, GOODS, True, {"electronic": False, "complete": False}, 35),
        (OPEN, GOODS, True, {"planned_notice": True}, 10),
        (OPEN, GOODS, True, {"urgent": True, "electronic": False}, 10),
        (OPEN, LIGHT_TOUCH, True, {}, 0),
        (DYNAMIC, GOODS, True, {}, 10),
        (DYNAMIC, LIGHT_TOUCH, True, {}, 0),
        (OPEN, GOODS, False, {}, 0),
        (FRAMEWORK, GOODS, True, {}, 0),
        (QUOTES, GOODS, True, {}, 0),
        (DIRECT, GOODS, True, {}, 0),
    ],
)
def test_suppliers_have_the_least_days_that_the_circumstances_leave_them(
    route: BuyingRoute, kind: PurchaseKind, above: bool, circumstances: dict[str, bool], days: int
) -> None:
    assert least_tender_days(route, kind, on=date(2026, 9, 1), is_above=above, **circumstances) == days


def test_no_period_is_guessed_for_a_day_before_the_act() -> None:
    assert standstill_ends(date(2025, 2, 24)) == date(2025, 3, 5)
    with pytest.raises(ValueError, match="no standstill period"):
        standstill_ends(date(2025, 2, 23))
    with pytest.raises(ValueError, match="no tendering period"):
        least_tender_days(OPEN, GOODS, on=date(2025, 2, 23), is_above=True)
