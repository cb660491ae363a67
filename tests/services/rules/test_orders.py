"""When a service may be ordered, and what may still be done to an order."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.kernel.errors import Refused
from app.listings.values import ListingState, ListingValue
from app.services import rules
from app.services.rules.orders import CannotOrder, latest_start
from app.services.values import (
    Choice,
    OrderState,
    SchoolAsked,
)
from app.trusts.values import Phase, TrustKind, TrustValue

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)
TODAY = date(2026, 11, 20)


def school(roll: int | None = 210, phase: Phase = Phase.PRIMARY, number: int = 1) -> SchoolAsked:
    return SchoolAsked(number, f"School {number}", phase, roll)


def choice(**change: Any) -> Choice:
    values: dict[str, Any] = {"school_ids": (1,), "start_date": TODAY, "years": 1, **change}
    return Choice(**values)


PRIMARY_ONLY = (Phase.PRIMARY,)


@pytest.mark.parametrize(
    ("change", "schools", "field"),
    [
        ({}, [], "schools"),
        ({}, [school(number=number) for number in range(121)], "schools"),
        ({}, [school(phase=Phase.SECONDARY)], "schools"),
        ({"start_date": date(2026, 11, 19)}, [school()], "start_date"),
        ({"start_date": date(2028, 5, 21)}, [school()], "start_date"),
        ({"years": 0}, [school()], "years"),
        ({"years": 4}, [school()], "years"),
        ({"po_number": "P" * 36}, [school()], "po_number"),
        ({"note": "n" * 2001}, [school()], "note"),
    ],
)
def test_a_choice_outside_the_service_or_the_calendar_is_refused_beside_its_field(
    change: dict[str, object], schools: list[SchoolAsked], field: str
) -> None:
    with pytest.raises(CannotOrder) as refused:
        rules.check_choice(choice(**change), schools=schools, phases=PRIMARY_ONLY, today=TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "schools"),
    [
        ({}, [school()]),
        ({}, [school(number=number) for number in range(120)]),
        ({"start_date": date(2028, 5, 20)}, [school()]),
        ({"years": 3}, [school()]),
        ({"po_number": "P" * 35, "note": "n" * 2000}, [school()]),
        ({}, [school(phase=Phase.NOT_APPLICABLE)]),
    ],
)
def test_a_choice_at_the_very_limit_is_good(change: dict[str, object], schools: list[SchoolAsked]) -> None:
    rules.check_choice(choice(**change), schools=schools, phases=PRIMARY_ONLY, today=TODAY)


def test_a_school_ticked_twice_is_ordered_once() -> None:
    assert rules.tidy_choice(choice(school_ids=(3, 1, 3), po_number=" PO 7 ")) == choice(
        school_ids=(3, 1), po_number="PO 7"
    )


@pytest.mark.parametrize(
    ("today", "latest"),
    [
        (date(2026, 11, 20), date(2028, 5, 20)),
        (date(2026, 8, 31), date(2028, 2, 29)),
        (date(2025, 8, 31), date(2027, 2, 28)),
    ],
)
def test_an_order_starts_within_eighteen_months(today: date, latest: date) -> None:
    assert latest_start(today) == latest


def trust(number: int = 1, *, is_open: bool = True) -> TrustValue:
    return TrustValue(
        number, str(number), f"Trust {number}", TrustKind.MULTI_ACADEMY_TRUST, is_open, "01234567", "", "", "", ()
    )


def listing(state: ListingState = ListingState.PUBLISHED) -> ListingValue:
    return ListingValue(
        1, "LST-2345B", "service", 1, "Payroll", "", "", "payroll", PRIMARY_ONLY, (), state, 1, NOW, NOW
    )


def test_a_trust_orders_what_another_open_trust_offers() -> None:
    rules.check_can_order(listing(), buyer=trust(2), provider=trust(1))


@pytest.mark.parametrize(
    ("state", "buyer", "provider", "says"),
    [
        (ListingState.CLOSED, trust(2), trust(1), "no longer offered"),
        (ListingState.PUBLISHED, trust(1), trust(1), "your own trust"),
        (ListingState.PUBLISHED, trust(2, is_open=False), trust(1), "Your trust is closed"),
        (ListingState.PUBLISHED, trust(2), trust(1, is_open=False), "Trust 1 is closed"),
    ],
)
def test_some_orders_cannot_be(state: ListingState, buyer: TrustValue, provider: TrustValue, says: str) -> None:
    with pytest.raises(CannotOrder, match=says):
        rules.check_can_order(listing(state), buyer=buyer, provider=provider)


@pytest.mark.parametrize("state", OrderState)
def test_an_order_is_answered_while_it_waits_and_withdrawn_while_it_is_open(state: OrderState) -> None:
    if state is OrderState.AWAITING_PROVIDER:
        rules.check_can_answer(state)
    else:
        with pytest.raises(rules.AlreadyAnswered):
            rules.check_can_answer(state)
    if state in (OrderState.AWAITING_PROVIDER, OrderState.AWAITING_APPROVAL):
        rules.check_can_withdraw(state)
    else:
        with pytest.raises(rules.AlreadyAnswered):
            rules.check_can_withdraw(state)


def test_a_reason_is_asked_for_and_trimmed() -> None:
    assert rules.check_reason(" Fully booked ", doing="declining") == "Fully booked"
    assert rules.check_reason("r" * 1000, doing="declining") == "r" * 1000
    for text in ("", "  ", "r" * 1001):
        with pytest.raises(Refused) as refused:
            rules.check_reason(text, doing="declining")
        assert refused.value.field == "reason"
