"""A trade from the draft of a service to the agreement and its charges, on both databases."""

import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.exc import DatabaseError

from app.approvals import actions as approvals
from app.approvals import queries as approval_queries
from app.approvals.rules import NobodyMayApprove
from app.approvals.values import ApprovalState
from app.audit import queries as audit
from app.charges import queries as charges
from app.extensions import db
from app.kernel import database
from app.kernel.boards import kinds, references
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings.rules import Incomplete, Outdated, WrongState
from app.listings.values import ListingDraft, ListingState
from app.notifications.models import Notice
from app.services import actions, jobs, queries, rules
from app.services.rules.orders import CannotOrder
from app.services.rules.prices import NothingToPay
from app.services.values import OrderFilter, OrderSort, OrderState, Particulars, PriceBasis, Side
from app.trusts import actions as trusts
from app.trusts.models import School, Trust
from app.trusts.values import Phase, Role
from tests.charges.makers import make_finance_details
from tests.clock import HandClock
from tests.listings.makers import draft, make_member, make_school, make_trust
from tests.services.makers import (
    START_DATE,
    World,
    choose,
    make_agreement,
    make_order,
    make_service,
    make_world,
    particulars,
    place,
)


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    with transaction():
        made = make_world()
    with transaction():
        yield made


def notices(person_id: int) -> list[str]:
    return list(session().scalars(select(Notice.subject).where(Notice.person_id == person_id).order_by(Notice.id)))


# Offering


def test_a_service_is_published_once_it_lacks_nothing_and_all_it_lacks_is_said_at_once(
    world: World, at: datetime
) -> None:
    reference = actions.draft_service(
        shared=ListingDraft("Payroll"), particulars=Particulars(), actor=world.provider, at=at
    )
    with pytest.raises(Incomplete) as refused:
        actions.publish_service(reference=reference, actor=world.provider, at=at)
    assert [fault.field for fault in refused.value.faults] == [
        *("summary", "description", "category", "phases", "regions"),
        *("basis", "vat_treatment", "vat_reason", "notice_months"),
    ]
    actions.change_service(
        reference=reference, shared=draft(), particulars=particulars(), version=1, actor=world.provider, at=at
    )
    actions.publish_service(reference=reference, actor=world.provider, at=at)
    service = queries.get_service(reference)
    assert service.listing.state is ListingState.PUBLISHED
    assert service.price_line == "£4.50 per pupil a year plus £250.00 for each school, plus VAT"
    assert service.vat_decided_by == world.provider.person_id


@pytest.mark.parametrize("treatment", [VatTreatment.STANDARD, VatTreatment.EXEMPT])
def test_a_trust_not_registered_for_vat_publishes_only_what_carries_none(
    app: Flask, at: datetime, treatment: VatTreatment
) -> None:
    with transaction():
        world = make_world(vat_number=None)
        reference = make_service(world.provider, published=False, vat_treatment=treatment)
        if treatment is VatTreatment.EXEMPT:
            actions.publish_service(reference=reference, actor=world.provider, at=at)
            return
        with pytest.raises(Incomplete, match="not registered for VAT"):
            actions.publish_service(reference=reference, actor=world.provider, at=at)


def test_whoever_changes_the_treatment_of_vat_is_who_decided_it(world: World, at: datetime) -> None:
    reference = make_service(world.provider)
    colleague = make_member(world.provider.trust, Role.PROVIDER)

    def change(version: int, **of: Any) -> int | None:
        actions.change_service(
            reference=reference,
            shared=draft(),
            particulars=particulars(**of),
            version=version,
            actor=colleague,
            at=at,
        )
        return queries.get_service(reference).vat_decided_by

    assert change(2, notice_months=6) == world.provider.person_id
    assert change(3, vat_reason="Advice of our accountants") == colleague.person_id


def test_a_published_service_cannot_be_made_incomplete_and_an_old_edit_is_told(world: World, at: datetime) -> None:
    reference = make_service(world.provider)
    asked: dict[str, Any] = {"reference": reference, "shared": draft(), "actor": world.provider, "at": at}
    with pytest.raises(Incomplete):
        actions.change_service(particulars=particulars(per_pupil=None), version=2, **asked)
    actions.change_service(particulars=particulars(per_pupil=Money(5_00)), version=2, **asked)
    with pytest.raises(Outdated):
        actions.change_service(particulars=particulars(), version=2, **asked)
    price = queries.get_service(reference).price
    assert price is not None
    assert price.per_pupil == Money(5_00)


def test_a_copy_is_a_new_draft_with_everything_in_it(world: World, at: datetime) -> None:
    reference = make_service(world.provider, title="T" * 100)
    actions.close_service(reference=reference, actor=world.provider, at=at)
    with pytest.raises(WrongState):
        actions.close_service(reference=reference, actor=world.provider, at=at)
    copied = queries.get_service(actions.copy_service(reference=reference, actor=world.provider, at=at))
    assert copied.listing.state is ListingState.DRAFT
    assert copied.listing.title == "Copy of " + "T" * 92
    assert copied.particulars == queries.get_service(reference).particulars


def test_another_trusts_service_is_not_there_to_change(world: World, at: datetime) -> None:
    reference = make_service(world.provider, published=False)
    stranger = make_member(make_trust(), Role.PROVIDER)
    for do in (actions.publish_service, actions.close_service, actions.copy_service):
        with pytest.raises(NotFound):
            do(reference=reference, actor=stranger, at=at)
    with pytest.raises(NotFound):
        actions.change_service(
            reference=reference, shared=draft(), particulars=particulars(), version=1, actor=stranger, at=at
        )


def test_the_board_of_kinds_shows_what_is_published_and_nothing_else(world: World, at: datetime) -> None:
    shown, hidden = make_service(world.provider), make_service(world.provider, published=False)
    kind = kinds["service"]
    assert list(kind.references()) == [shown]
    assert kind.price_lines([shown, hidden]) == {shown: queries.get_service(shown).price_line}
    document = kind.document(shown)
    assert document.price_pence == 250_00 + 300 * 4_50
    assert document.category_path == (("finance-and-payroll", "Finance and payroll"), ("payroll", "Payroll"))
    assert (document.provider_name, document.link) == ("Northgate Learning Trust", f"/services/{shown}")
    assert len(document.regions) == 9
    assert kind.document(hidden) is None
    assert kind.document("LST-22222") is None
    assert references.address(shown) == f"/services/{shown}"
    actions.close_service(reference=shown, actor=world.provider, at=at)
    assert kind.document(shown) is None


def test_nobody_finds_the_services_of_a_trust_that_has_closed(world: World, at: datetime) -> None:
    reference = make_service(world.provider)
    session().execute(update(Trust).where(Trust.id == world.provider.trust).values(is_open=False))
    assert kinds["service"].document(reference) is None


# Ordering


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
    with pytest.raises(CannotOrder, match="Decline it"):
        actions.accept_order(reference=waiting, actor=world.provider, at=at)


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


# Answering


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


def at_once(app: Flask, *work: Callable[[], Any]) -> list[Any]:
    """Run pieces of work in threads that start together; what each returned, or the refusal it met."""
    with app.app_context():
        maker = db.sessionmaker
    start, ends = threading.Barrier(len(work)), []

    def run(do: Callable[[], Any]) -> None:
        with database.bound(maker):
            start.wait()
            try:
                with transaction():
                    done = do()
                ends.append(done)
            except Refused as refused:
                ends.append(refused)

    threads = [threading.Thread(target=run, args=(each,)) for each in work]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return ends


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


# What comes round


def test_each_new_year_is_charged_exactly_once_on_its_anniversary(
    app: Flask, clock: HandClock, deliver: Callable[[], int]
) -> None:
    with transaction():
        world = make_world()
        agreement = make_agreement(world, years=3)

    def years_charged() -> list[tuple[int, date]]:
        with transaction():
            kept = queries.get_agreement(world.buyer.trust, agreement)
            assert len(charges.list_charges_about(world.buyer.trust, [agreement])) == len(kept.charges)
            return [(each.year, each.supply_date) for each in kept.charges]

    def day(moment: datetime) -> None:
        clock.moment = moment
        for _ in range(2):
            with transaction():
                jobs.charge_new_years(moment)
            deliver()

    first = [(1, date(2027, 1, 4))]
    day(datetime.fromisoformat("2028-01-03T12:00:00+00:00"))
    assert years_charged() == first
    day(datetime.fromisoformat("2028-01-04T12:00:00+00:00"))
    assert years_charged() == [*first, (2, date(2028, 1, 4))]
    day(datetime.fromisoformat("2035-01-04T12:00:00+00:00"))
    assert years_charged() == [*first, (2, date(2028, 1, 4)), (3, date(2029, 1, 4))]
    with transaction():
        assert queries.list_due_years(date(2040, 1, 1)) == []


def test_a_year_that_cannot_be_charged_is_told_once_and_tried_again(
    app: Flask, clock: HandClock, deliver: Callable[[], int]
) -> None:
    with transaction():
        world = make_world()
        agreement = make_agreement(world, years=2)
        make_finance_details(world.provider_finance, clock.now(), vat_number=None, from_date=date(2027, 6, 1))
    for moment in ("2028-01-04T12:00:00+00:00", "2028-01-05T12:00:00+00:00"):
        clock.moment = datetime.fromisoformat(moment)
        with transaction():
            jobs.charge_new_years(clock.moment)
        deliver()
    with transaction():
        told = [each for each in notices(world.provider_finance.person_id) if "could not be charged" in each]
        assert told == ["Year 2 of Payroll bureau could not be charged"]
        assert len(queries.get_agreement(world.buyer.trust, agreement).charges) == 1
        assert queries.list_due_years(date(2028, 1, 5)) == [(agreement, 2)]


def test_a_provider_is_reminded_on_the_eighth_working_day_and_once(world: World, at: datetime) -> None:
    answered, waiting = make_order(world), make_order(world)
    actions.accept_order(reference=answered, actor=world.provider, at=at)

    def reminders(day: str) -> int:
        jobs.remind_providers(datetime.fromisoformat(f"{day}T12:00:00+00:00"))
        return sum(each.startswith("An order waits") for each in notices(world.provider.person_id))

    assert reminders("2026-12-01") == 0
    assert reminders("2026-12-02") == 1
    assert reminders("2026-12-03") == 1
    assert queries.get_order(world.provider.trust, waiting).state is OrderState.AWAITING_PROVIDER


def test_whoever_buys_for_the_trust_hears_the_answer_once_the_asker_has_left(world: World, at: datetime) -> None:
    order = make_order(world)
    administrator = make_member(world.buyer.trust, Role.ADMINISTRATOR)
    colleague = make_member(world.buyer.trust, Role.BUYER)
    trusts.end_membership(person_id=world.buyer.person_id, actor=administrator, at=at)
    actions.accept_order(reference=order, actor=world.provider, at=at)
    assert "Agreed: Payroll bureau" not in notices(world.buyer.person_id)
    assert notices(colleague.person_id) == ["Agreed: Payroll bureau"]


# Lists


def test_the_list_of_orders_is_narrowed_sorted_and_paged(world: World, at: datetime) -> None:
    first = make_order(world, at=at, start_date=date(2027, 8, 31), po_number="100%")
    second = make_order(world, at=at + timedelta(hours=1), start_date=date(2027, 9, 1), school_ids=world.schools[:1])
    hidden = place(world, make_service(world.provider, title="Big payroll"), at=at + timedelta(hours=2), years=3)
    agreement = actions.accept_order(reference=first, actor=world.provider, at=at)

    def listed(side: Side = Side.BOUGHT, **how: Any) -> list[str]:
        trust = world.buyer.trust if side is Side.BOUGHT else world.provider.trust
        names = {"state", "text", "year"}
        narrowed = OrderFilter(side, **{name: how.pop(name) for name in names & set(how)})
        found = [each.reference for each in queries.list_orders(trust, narrowed, **how)]
        assert how or len(found) == queries.count_orders(trust, narrowed)
        return found

    assert listed() == [hidden, second, first]
    assert listed(Side.SOLD) == [second, first]
    assert listed(skip=1, most=1) == [second]
    assert listed(state=OrderState.AGREED) == [first]
    assert listed(year=2026) == [hidden, first]
    assert listed(year=2027) == [second]
    assert listed(text="big") == [hidden]
    assert listed(text="100%") == [first]
    assert listed(text=agreement) == [first]
    assert listed(text="northgate") == [hidden, second, first]
    assert listed(Side.SOLD, text="westbrook") == [second, first]
    assert listed(text="westbrook") == []
    assert listed(sort=OrderSort.START, descending=False) == [hidden, first, second]
    assert listed(sort=OrderSort.VALUE) == [hidden, first, second]
    assert listed(sort=OrderSort.TITLE, descending=False)[0] == hidden
    (line,) = queries.list_orders(world.provider.trust, OrderFilter(Side.SOLD, text=second))
    assert (line.other_trust, line.schools, line.year_net) == ("Westbrook Schools Trust", 1, Money(500_00))
    stranger = make_trust()
    assert queries.count_orders(stranger, OrderFilter(Side.BOUGHT)) == 0
    with pytest.raises(NotFound):
        queries.get_order(stranger, first)


def test_nothing_is_saved_where_it_cannot_be_recorded(app: Flask, at: datetime) -> None:
    with transaction():
        world = make_world()
        service = make_service(world.provider)
        order = make_order(world)
        before = queries.get_order(world.buyer.trust, order)
    with transaction() as current:
        current.execute(text("ALTER TABLE audit_concern RENAME TO audit_mislaid"))
    attempts: list[Callable[[], Any]] = [
        lambda: make_service(world.provider),
        lambda: place(world, service),
        lambda: actions.accept_order(reference=order, actor=world.provider, at=at),
        lambda: actions.decline_order(reference=order, reason="r", actor=world.provider, at=at),
        lambda: actions.withdraw_order(reference=order, reason="r", actor=world.buyer, at=at),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction():
            attempt()
    with transaction():
        assert queries.get_order(world.buyer.trust, order) == before
        assert queries.count_orders(world.buyer.trust, OrderFilter(Side.BOUGHT)) == 1


def test_every_kind_of_writing_survives_an_order(world: World, at: datetime) -> None:
    welsh = "Gwasanaeth cyflogres — ŵ ŷ â 🎵 <b>“x”</b>"
    service = make_service(world.provider, title=welsh, basis=PriceBasis.PER_SCHOOL, phases=frozenset(Phase))
    order = queries.get_order(world.buyer.trust, place(world, service, note="ŵ" * 2000, po_number="ŷ" * 35))
    assert (order.title, len(order.note), order.po_number) == (welsh, 2000, "ŷ" * 35)
