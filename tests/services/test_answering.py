"""The provider answers, the buyer may think again, and of two at once one wins."""

from datetime import date, datetime

import pytest
from flask import Flask

from app.approvals import actions as approvals
from app.approvals import queries as approval_queries
from app.approvals.values import ApprovalState
from app.audit import queries as audit
from app.charges import queries as charges
from app.kernel.database import transaction
from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from app.services import actions, queries, rules
from app.services.values import OrderState
from app.trusts.values import Role
from tests.listings.makers import make_member, make_trust
from tests.services.makers import (
    START_DATE,
    World,
    make_order,
    make_service,
    make_world,
    place,
)
from tests.services.watching import at_once, notices


def test_accepting_makes_the_agreement_and_charges_its_first_year(world: World, at: datetime) -> None:
    order = make_order(world, years=3)
    agreement = actions.accept_order(reference=order, actor=world.provider, at=at)
    kept = queries.get_agreement(world.buyer.trust, agreement)
    assert kept == queries.get_agreement(world.provider.trust, agreement)
    assert (kept.start_date, kept.end_date) == (START_DATE, date(2030, 1, 3))
    assert kept.order.state is OrderState.AGREED
    assert kept.order.agreement_reference == agreement
    (charged,) = kept.charges
    charge = charges.get_charge(world.buyer.trust, charged.charge_reference)
    assert (charge.charge.net, charge.charge.vat, charge.charge.supply_date) == (
        Money(1_000_00),
        Money(200_00),
        START_DATE,
    )
    assert (charge.charge.subject, charge.charge.po_number) == (agreement, "PO-77")
    assert [line.description for line in charge.lines] == [
        "Payroll bureau: Ash Primary, 4 January 2027 to 3 January 2028",
        "Payroll bureau: Birch Primary, 4 January 2027 to 3 January 2028",
    ]
    assert notices(world.buyer.person_id) == ["Agreed: Payroll bureau"]
    stranger = make_trust()
    with pytest.raises(NotFound):
        queries.get_agreement(stranger, agreement)


def test_declining_needs_a_reason_that_reaches_the_buyer_but_not_the_audit_trail(world: World, at: datetime) -> None:
    order = make_order(world)
    with pytest.raises(Refused, match="Enter why"):
        actions.decline_order(reference=order, reason=" ", actor=world.provider, at=at)
    actions.decline_order(reference=order, reason="Mrs Hill is away", actor=world.provider, at=at)
    seen = queries.get_order(world.buyer.trust, order)
    assert (seen.state, seen.reason) == (OrderState.PROVIDER_DECLINED, "Mrs Hill is away")
    assert notices(world.buyer.person_id) == ["Declined: Payroll bureau"]
    assert "Hill" not in str([row.facts for row in audit.list_about(world.buyer.trust, [order])])
    for answer in (actions.accept_order, actions.decline_order):
        extra = {"reason": "r"} if answer is actions.decline_order else {}
        with pytest.raises(rules.AlreadyAnswered):
            answer(reference=order, actor=world.provider, at=at, **extra)


def test_only_the_provider_answers(world: World, at: datetime) -> None:
    order = make_order(world)
    for actor in (world.buyer, make_member(make_trust(), Role.PROVIDER)):
        with pytest.raises(NotFound):
            actions.accept_order(reference=order, actor=actor, at=at)
        with pytest.raises(NotFound):
            actions.decline_order(reference=order, reason="r", actor=actor, at=at)


def test_the_buyer_withdraws_before_it_is_agreed_and_the_provider_is_told(world: World, at: datetime) -> None:
    order = make_order(world)
    with pytest.raises(NotFound):
        actions.withdraw_order(reference=order, reason="r", actor=world.provider, at=at)
    with pytest.raises(Refused, match="Enter why"):
        actions.withdraw_order(reference=order, reason="", actor=world.buyer, at=at)
    actions.withdraw_order(reference=order, reason="Ordered twice", actor=world.buyer, at=at)
    assert queries.get_order(world.provider.trust, order).reason == "Ordered twice"
    assert notices(world.provider.person_id)[-1] == "Withdrawn: Payroll bureau"
    with pytest.raises(rules.AlreadyAnswered):
        actions.accept_order(reference=order, actor=world.provider, at=at)
    agreed = make_order(world)
    actions.accept_order(reference=agreed, actor=world.provider, at=at)
    with pytest.raises(rules.AlreadyAnswered, match="already agreed"):
        actions.withdraw_order(reference=agreed, reason="r", actor=world.buyer, at=at)


def test_withdrawing_an_order_cancels_its_approval(world: World, at: datetime) -> None:
    order = place(world, make_service(world.provider), years=3)
    actions.withdraw_order(reference=order, reason="Changed our minds", actor=world.buyer, at=at)
    seen = queries.get_order(world.buyer.trust, order)
    assert seen.state is OrderState.WITHDRAWN
    assert seen.approval_reference is not None
    approval = approval_queries.get_approval(seen.approval_reference)
    assert approval.state is ApprovalState.CANCELLED
    assert notices(world.provider.person_id) == []


def test_of_two_who_accept_at_once_one_wins_and_the_other_is_told(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        order = make_order(world)
        colleague = make_member(world.provider.trust, Role.PROVIDER)
    ends = at_once(
        app,
        lambda: actions.accept_order(reference=order, actor=world.provider, at=at),
        lambda: actions.accept_order(reference=order, actor=colleague, at=at),
    )
    (won,) = [each for each in ends if isinstance(each, str)]
    (told,) = [each for each in ends if isinstance(each, rules.AlreadyAnswered)]
    assert "already agreed" in told.message
    with transaction():
        kept = queries.get_agreement(world.buyer.trust, won)
        assert len(kept.charges) == 1
        assert len(charges.list_charges_about(world.buyer.trust, [won])) == 1


def test_of_accepting_and_withdrawing_at_once_one_wins(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        order = make_order(world)
    ends = at_once(
        app,
        lambda: actions.accept_order(reference=order, actor=world.provider, at=at),
        lambda: actions.withdraw_order(reference=order, reason="r", actor=world.buyer, at=at),
    )
    assert sum(isinstance(each, rules.AlreadyAnswered) for each in ends) == 1
    with transaction():
        seen = queries.get_order(world.buyer.trust, order)
        assert (seen.state is OrderState.AGREED) == (seen.agreement_reference is not None)


def test_of_approving_and_withdrawing_at_once_one_wins(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        order = place(world, make_service(world.provider), years=3)
        approval = queries.get_order(world.buyer.trust, order).approval_reference
        assert approval is not None
    ends = at_once(
        app,
        lambda: approvals.approve(reference=approval, reason="", waiver_reason="", actor=world.cfo, at=at),
        lambda: actions.withdraw_order(reference=order, reason="r", actor=world.buyer, at=at),
    )
    assert len(ends) == 2
    assert sum(isinstance(each, Refused) for each in ends) <= 1
    with transaction():
        seen = queries.get_order(world.buyer.trust, order)
        decided = approval_queries.get_approval(approval).state
    assert (seen.state, decided) in {
        (OrderState.WITHDRAWN, ApprovalState.CANCELLED),
        (OrderState.WITHDRAWN, ApprovalState.APPROVED),
        (OrderState.AWAITING_PROVIDER, ApprovalState.APPROVED),
    }
