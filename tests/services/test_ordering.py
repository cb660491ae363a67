"""An order is placed once, at the price that was shown, and goes the way the scheme of delegation says."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.approvals import actions as approvals
from app.approvals import queries as approval_queries
from app.approvals.rules import NobodyMayApprove
from app.audit import queries as audit
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from app.services import actions, jobs, queries, rules
from app.services.rules.orders import CannotOrder
from app.services.rules.prices import NothingToPay
from app.services.values import OrderFilter, OrderState, Side
from app.trusts.models import School, Trust
from app.trusts.values import Role
from tests.listings.makers import draft, make_member, make_school, make_trust
from tests.services.makers import (
    START_DATE,
    World,
    choose,
    make_order,
    make_service,
    make_world,
    particulars,
    place,
)
from tests.services.watching import at_once, notices


def test_an_order_within_what_the_buyer_may_commit_goes_straight_to_the_provider(world: World, at: datetime) -> None:
    reference = place(world, make_service(world.provider))
    order = queries.get_order(world.buyer.trust, reference)
    assert order.state is OrderState.AWAITING_PROVIDER
    assert [(line.name, line.roll, line.net) for line in order.working.lines] == [
        ("Ash Primary", 210, Money(1_195_00)),
        ("Birch Primary", 100, Money(700_00)),
    ]
    assert (order.working.net, order.working.vat, order.working.gross) == (
        Money(1_895_00),
        Money(379_00),
        Money(2_274_00),
    )
    assert (order.start_date, order.end_date) == (START_DATE, date(2028, 1, 3))
    assert (order.po_number, order.note, order.approval_reference) == ("PO-77", "Call Bea", None)
    assert order.answer_by_date == date(2026, 12, 4)
    assert notices(world.provider.person_id) == ["New order from Westbrook Schools Trust: Payroll bureau"]
    verbs = [row.verb for row in audit.list_about(world.buyer.trust, [reference])]
    assert verbs == ["services.order_placed", "approvals.committed_alone", "services.order_sent"]
    assert [row.verb for row in audit.list_about(world.provider.trust, [reference])] == ["services.order_sent"]


def test_a_larger_order_waits_for_approval_and_the_provider_does_not_see_it(world: World, at: datetime) -> None:
    reference = place(world, make_service(world.provider), years=2)
    order = queries.get_order(world.buyer.trust, reference)
    assert order.state is OrderState.AWAITING_APPROVAL
    assert order.approval_reference is not None
    approval = approval_queries.get_approval(order.approval_reference)
    assert (approval.value, approval.subject) == (Money(3_790_00), reference)
    assert dict(approval.summary)["Ash Primary"] == "£250.00 + 210 pupils × £4.50 = £1,195.00 a year"
    assert dict(approval.summary)["Whole life"] == "£3,790.00 without VAT, £4,548.00 with VAT"
    with pytest.raises(NotFound):
        queries.get_order(world.provider.trust, reference)
    with pytest.raises(NotFound):
        actions.accept_order(reference=reference, actor=world.provider, at=at)
    assert notices(world.provider.person_id) == []


def test_approval_sends_the_order_on_and_its_refusal_ends_it(world: World, at: datetime) -> None:
    service = make_service(world.provider)
    sent, stopped = place(world, service, years=2), place(world, service, years=3)

    def approval_of(reference: str) -> str:
        found = queries.get_order(world.buyer.trust, reference).approval_reference
        assert found is not None
        return found

    approvals.approve(reference=approval_of(sent), reason="", waiver_reason="", actor=world.cfo, at=at)
    approvals.decline(reference=approval_of(stopped), reason="Too dear", actor=world.cfo, at=at)
    assert queries.get_order(world.provider.trust, sent).state is OrderState.AWAITING_PROVIDER
    assert queries.get_order(world.buyer.trust, stopped).state is OrderState.APPROVAL_DECLINED
    with pytest.raises(NotFound):
        queries.get_order(world.provider.trust, stopped)
    assert len(notices(world.provider.person_id)) == 1


def test_sending_the_form_twice_makes_one_order(world: World, at: datetime) -> None:
    service, choice = make_service(world.provider), choose(world)
    token = actions.keep_draft(reference=service, choice=choice, actor=world.buyer, at=at)
    offer = queries.asking_for(trust_id=world.buyer.trust, reference=service, choice=choice, at=at).offer
    sent: dict[str, Any] = {"token": token, "seen": rules.write_seen(offer), "actor": world.buyer, "at": at}
    assert actions.place_order(**sent) == actions.place_order(**sent)
    assert queries.count_orders(world.buyer.trust, OrderFilter(Side.BOUGHT)) == 1


def test_sending_the_form_twice_at_the_same_moment_makes_one_order(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        service, choice = make_service(world.provider), choose(world)
        token = actions.keep_draft(reference=service, choice=choice, actor=world.buyer, at=at)
        offer = queries.asking_for(trust_id=world.buyer.trust, reference=service, choice=choice, at=at).offer
    sent: dict[str, Any] = {"token": token, "seen": rules.write_seen(offer), "actor": world.buyer, "at": at}
    ends = at_once(app, *[lambda: actions.place_order(**sent)] * 2)
    assert ends[0] == ends[1]
    with transaction():
        assert queries.count_orders(world.buyer.trust, OrderFilter(Side.BOUGHT)) == 1


def test_a_price_that_moved_between_check_and_order_is_shown_again(world: World, at: datetime) -> None:
    service, choice = make_service(world.provider), choose(world)
    token = actions.keep_draft(reference=service, choice=choice, actor=world.buyer, at=at)
    offer = queries.asking_for(trust_id=world.buyer.trust, reference=service, choice=choice, at=at).offer
    seen = rules.write_seen(offer)
    session().execute(update(School).where(School.id == world.schools[0]).values(roll=220))
    with pytest.raises(rules.PriceChanged) as refused:
        actions.place_order(token=token, seen=seen, actor=world.buyer, at=at)
    assert refused.value.changes[0] == "The roll of Ash Primary was 210 and is now 220."
    with pytest.raises(rules.PriceChanged):
        actions.place_order(token=token, seen="nonsense", actor=world.buyer, at=at)
    assert queries.count_orders(world.buyer.trust, OrderFilter(Side.BOUGHT)) == 0


def test_the_price_is_frozen_on_the_order(world: World, at: datetime) -> None:
    service = make_service(world.provider)
    reference = place(world, service)
    before = queries.get_order(world.buyer.trust, reference)
    session().execute(update(School).values(roll=5_000))
    actions.change_service(
        reference=service,
        shared=draft(title="Another name"),
        particulars=particulars(per_pupil=Money(99_00), notice_months=12),
        version=2,
        actor=world.provider,
        at=at,
    )
    assert queries.get_order(world.buyer.trust, reference) == before


def test_a_school_of_another_trust_is_not_there(world: World, at: datetime) -> None:
    stray = make_school(make_trust(), "Elsewhere Primary")
    with pytest.raises(NotFound):
        place(world, make_service(world.provider), school_ids=(world.schools[0], stray))


def test_what_cannot_be_ordered_is_refused_with_its_reason(world: World, at: datetime) -> None:
    service = make_service(world.provider)
    refusals: list[tuple[dict[str, Any], type[Refused]]] = [
        ({"school_ids": (world.secondary,)}, CannotOrder),
        ({"school_ids": (world.unrolled,)}, rules.NoRoll),
        ({"school_ids": ()}, CannotOrder),
        ({"start_date": date(2026, 11, 19)}, CannotOrder),
        ({"years": 4}, CannotOrder),
    ]
    for changes, kind in refusals:
        with pytest.raises(kind):
            place(world, service, **changes)
    empty = make_school(world.buyer.trust, "Empty Primary", roll=0)
    free = make_service(world.provider, base=None)
    with pytest.raises(NothingToPay):
        place(world, free, school_ids=(empty,))


def test_a_draft_a_closed_service_and_ones_own_cannot_be_ordered(world: World, at: datetime) -> None:
    hidden = make_service(world.provider, published=False)
    with pytest.raises(NotFound):
        place(world, hidden)
    closed = make_service(world.provider)
    actions.close_service(reference=closed, actor=world.provider, at=at)
    with pytest.raises(rules.ListingClosed):
        place(world, closed)
    own_buyer = make_member(world.provider.trust, Role.BUYER)
    own_school = make_school(world.provider.trust, "Own Primary")
    with pytest.raises(CannotOrder, match="own trust"):
        place(world, make_service(world.provider), actor=own_buyer, school_ids=(own_school,))


def test_a_closed_trust_neither_orders_nor_is_agreed_with(world: World, at: datetime) -> None:
    service = make_service(world.provider)
    waiting = place(world, service)
    session().execute(update(Trust).where(Trust.id == world.buyer.trust).values(is_open=False))
    with pytest.raises(CannotOrder, match="closed on the register"):
        place(world, service)
    with pytest.raises(CannotOrder, match="Westbrook Schools Trust is closed"):
        actions.accept_order(reference=waiting, actor=world.provider, at=at)


def test_a_trust_that_has_closed_neither_publishes_nor_accepts_an_order(world: World, at: datetime) -> None:
    draft = make_service(world.provider, published=False)
    waiting = make_order(world)
    session().execute(update(Trust).where(Trust.id == world.provider.trust).values(is_open=False))
    with pytest.raises(Refused, match="closed on the register"):
        actions.publish_service(reference=draft, actor=world.provider, at=at)
    with pytest.raises(CannotOrder, match="Your trust is closed"):
        actions.accept_order(reference=waiting, actor=world.provider, at=at)
    actions.decline_order(reference=waiting, reason="We have closed", actor=world.provider, at=at)
    assert queries.get_order(world.buyer.trust, waiting).state is OrderState.PROVIDER_DECLINED


def test_an_order_that_nobody_could_approve_is_not_placed(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        trust = make_trust("Lonely Trust")
        buyer, school = make_member(trust, Role.BUYER), make_school(trust, "Only Primary", roll=900)
        service = make_service(world.provider)
    with pytest.raises(NobodyMayApprove), transaction():
        place(world, service, actor=buyer, school_ids=(school,))
    with transaction():
        assert queries.count_orders(trust, OrderFilter(Side.BOUGHT)) == 0


def test_another_persons_draft_is_not_there(world: World, at: datetime) -> None:
    token = actions.keep_draft(reference=make_service(world.provider), choice=choose(world), actor=world.buyer, at=at)
    colleague = make_member(world.buyer.trust, Role.BUYER)
    with pytest.raises(NotFound):
        actions.place_order(token=token, seen="", actor=colleague, at=at)
    with pytest.raises(NotFound):
        queries.get_draft(trust_id=world.provider.trust, person_id=world.buyer.person_id, token=token)


def test_drafts_of_orders_are_erased_after_thirty_days_and_orders_are_not(world: World, at: datetime) -> None:
    service = make_service(world.provider)
    placed = place(world, service)
    actions.keep_draft(reference=service, choice=choose(world), actor=world.buyer, at=at)
    assert jobs.erase_drafts(at + timedelta(days=30) - timedelta(seconds=1)) == 0
    assert jobs.erase_drafts(at + timedelta(days=30)) == 1
    assert queries.get_order(world.buyer.trust, placed).reference == placed
