"""Calling off a deal: under the trust's own scheme of delegation, once, at the price that was shown."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.approvals import actions as approvals
from app.approvals import queries as approval_queries
from app.approvals.values import ApprovalState
from app.audit import queries as audit
from app.contracts import queries as contracts
from app.contracts.values import EndingReason, Source
from app.kernel.actor import Actor
from app.kernel.boards import news
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.listings.rules import Incomplete
from app.listings.values import ListingTakenDown
from app.notifications.queries import list_notices
from app.procurement.actions import call_offs as actions
from app.procurement.actions.deals import close_deal
from app.procurement.actions.deals_lots import change_lot
from app.procurement.jobs.deals import close_passed
from app.procurement.queries.call_offs import (
    calling_for,
    count_call_offs,
    get_call_off,
    get_call_off_page,
    list_bindings,
    list_call_offs,
    may_call_off,
)
from app.procurement.queries.deals import get_deal
from app.procurement.queries.deals_usage import list_usage, totals_by_lot
from app.procurement.rules.call_offs import Changed, TooLate
from app.procurement.rules.deals import CannotCallOff
from app.procurement.values import DEAL, CallOffState, DealAudience
from app.procurement.values.call_offs import CallOffFilter, CallOffSort
from app.procurement.values.deals_read import UsageFilter, UsageSort
from tests.clock import START
from tests.procurement.deals_makers import CARE, END, FIRST, call_off, make_deal, wants
from tests.procurement.makers import World

TODAY = START.date()


def subjects(actor: Actor) -> list[str]:
    return [each.subject for each in list_notices(actor.person_id)]


def waiting(actor: Actor) -> str:
    (found,) = approval_queries.list_awaiting(actor.person_id, actor.trust)
    return found.reference


def decide(actor: Actor, *, yes: bool = True, at: Any = START) -> None:
    asked: dict[str, Any] = {"reference": waiting(actor), "actor": actor, "at": at}
    if yes:
        approvals.approve(reason="", waiver_reason="One supplier", **asked)
    else:
        approvals.decline(reason="Too dear", **asked)


def test_what_the_person_may_commit_alone_stands_at_once_and_is_in_the_register(world: World) -> None:
    deal = make_deal(world)
    school = world.westbrook_schools[0]
    reference = call_off(deal, world.westbrook, (0, school, 10), (0, None, 2), (1, school, 100))
    held = get_call_off(world.westbrook.trust, reference)
    assert (held.state, held.approval_reference) == (CallOffState.PLACED, None)
    assert [(line.quantity, line.net, line.vat) for line in held.lines] == [
        (10, Money(275_00), Money(55_00)),
        (2, Money(55_00), Money(11_00)),
        (100, Money(410_00), Money(0)),
    ]
    assert (held.net, held.gross) == (Money(740_00), Money(806_00))
    contract = contracts.find_by_source(world.westbrook.trust, reference)
    assert contract is not None
    assert (contract.source, contract.supplier) == (Source.DEAL, "Aspen Care Ltd and Birchwood Press")
    assert (contract.start_date, contract.end_date, contract.value) == (FIRST, END, Money(740_00))
    assert contract.school_ids == (school,)
    assert subjects(world.lead) == ["Westbrook Schools Trust called off Device care for schools"]
    assert subjects(world.westbrook) == []
    page = get_call_off_page(world.westbrook.trust, reference)
    assert page.suppliers == ("Aspen Care Ltd", "Birchwood Press")
    assert (page.place(None), page.place(school)) == ("The trust’s own office", "Cedar Primary School")


def test_more_waits_for_an_approval_which_has_it_stand_or_end(world: World) -> None:
    deal = make_deal(world)
    kept = call_off(deal, world.westbrook, (0, None, 200))
    held = get_call_off(world.westbrook.trust, kept)
    assert held.state is CallOffState.ASKED
    assert contracts.find_by_source(world.westbrook.trust, kept) is None
    asked = approval_queries.get_own(world.westbrook.trust, waiting(world.westbrook_cfo))
    assert (
        "Lot 1: Device care, The trust’s own office",
        "200 devices a year at £27.50 = £5,500.00 without VAT",
    ) in asked.summary
    decide(world.westbrook_cfo)
    assert get_call_off(world.westbrook.trust, kept).state is CallOffState.PLACED
    assert contracts.find_by_source(world.westbrook.trust, kept) is not None
    assert "Called off: Device care for schools" in subjects(world.westbrook)
    given_up = call_off(deal, world.westbrook, (0, None, 201))
    decide(world.westbrook_cfo, yes=False)
    assert get_call_off(world.westbrook.trust, given_up).state is CallOffState.DECLINED
    assert contracts.find_by_source(world.westbrook.trust, given_up) is None
    assert "Not approved: Device care for schools" in subjects(world.westbrook)


def test_what_is_sent_twice_is_called_off_once_and_two_people_may_each_call_off(world: World) -> None:
    deal = make_deal(world)
    first = call_off(deal, world.westbrook, (0, None, 1), token="page")
    assert call_off(deal, world.westbrook, (0, None, 1), token="page") == first
    second = call_off(deal, world.westbrook, (0, None, 1), token="another page")
    assert second != first
    assert count_call_offs(world.westbrook.trust, CallOffFilter()) == 2


def test_nothing_is_called_off_at_a_price_that_moved_or_under_a_deal_that_closed(world: World) -> None:
    deal = make_deal(world)
    what = wants(deal, (0, None, 1))
    seen = calling_for(trust_id=world.westbrook.trust, reference=deal.reference, typed=what, at=START).worked.seen
    ask: dict[str, Any] = {
        "reference": deal.reference,
        "typed": what,
        "seen": seen,
        "token": "t",
        "actor": world.westbrook,
    }
    dearer = replace(CARE, price=UnitPrice(275_001))
    version = get_deal(deal.reference).listing.version
    place: dict[str, Any] = {"reference": deal.reference, "actor": world.lead, "at": START}
    change_lot(lot_id=deal.lots[0].id, typed=dearer, version=version, **place)
    assert actions.place_call_off(at=START, **ask)
    change_lot(lot_id=deal.lots[0].id, typed=replace(CARE, price=UnitPrice(280_000)), version=version + 1, **place)
    with pytest.raises(Changed):
        actions.place_call_off(at=START, **{**ask, "token": "u"})
    call_off(deal, world.westbrook, (0, None, 300))
    approval = waiting(world.westbrook_cfo)
    close_deal(**place)
    with pytest.raises(CannotCallOff, match="closed by the trust that lists it"):
        actions.place_call_off(at=START, **{**ask, "token": "u"})
    assert approval_queries.get_own(world.westbrook.trust, approval).lapsed
    assert [each.held.state for each in list_call_offs(world.westbrook.trust, CallOffFilter())] == [
        CallOffState.LAPSED,
        CallOffState.PLACED,
    ]
    assert "Not called off: Device care for schools" in subjects(world.westbrook)


def test_what_waits_under_a_deal_that_is_taken_down_lapses(world: World) -> None:
    deal = make_deal(world)
    call_off(deal, world.westbrook, (0, None, 300))
    approval = waiting(world.westbrook_cfo)
    news.tell(ListingTakenDown(deal.id, deal.reference, DEAL, world.lead.trust), at=START)
    assert approval_queries.get_own(world.westbrook.trust, approval).lapsed


def test_a_call_off_is_cancelled_before_its_start_and_leaves_the_register(world: World) -> None:
    deal = make_deal(world)
    reference = call_off(deal, world.westbrook, (0, None, 1))
    with pytest.raises(NotFound):
        actions.cancel_call_off(reference=reference, actor=world.easton, at=START)
    late = START + (FIRST - TODAY)
    with pytest.raises(TooLate, match="1 January 2027"):
        actions.cancel_call_off(reference=reference, actor=world.westbrook, at=late)
    actions.cancel_call_off(reference=reference, actor=world.westbrook, at=late - timedelta(1))
    assert get_call_off(world.westbrook.trust, reference).state is CallOffState.CANCELLED
    contract = contracts.find_by_source(world.westbrook.trust, reference)
    assert contract is not None
    assert contract.ending is not None
    assert contract.ending.reason is EndingReason.CANCELLED
    assert subjects(world.lead)[0] == "Westbrook Schools Trust cancelled a call-off of Device care for schools"
    waits = call_off(deal, world.westbrook, (0, None, 300))
    approval = waiting(world.westbrook_cfo)
    actions.cancel_call_off(reference=waits, actor=world.westbrook, at=START)
    assert approval_queries.get_own(world.westbrook.trust, approval).state is ApprovalState.CANCELLED
    assert len(subjects(world.lead)) == 2


def test_what_nobody_approved_by_its_first_day_lapses(world: World) -> None:
    deal = make_deal(world)
    reference = call_off(deal, world.westbrook, (0, None, 300))
    on_the_day = START + (FIRST - TODAY)
    close_passed(on_the_day)
    assert get_call_off(world.westbrook.trust, reference).state is CallOffState.ASKED
    with pytest.raises(TooLate):
        actions.allow_call_off(reference=reference, at=on_the_day + timedelta(1))
    close_passed(on_the_day + timedelta(1))
    assert get_call_off(world.westbrook.trust, reference).state is CallOffState.LAPSED
    decide_none = approval_queries.list_awaiting(world.westbrook_cfo.person_id, world.westbrook.trust)
    assert decide_none == []


def test_who_is_not_named_does_not_know_of_a_deal_and_what_is_wrong_is_said_at_once(world: World) -> None:
    named = make_deal(world, audience=DealAudience.NAMED, named=frozenset({world.westbrook.trust}))
    with pytest.raises(NotFound):
        may_call_off(trust_id=world.easton.trust, reference=named.reference, on=TODAY)
    assert may_call_off(trust_id=world.lead.trust, reference=named.reference, on=TODAY).id == named.id
    ask: dict[str, Any] = {"trust_id": world.westbrook.trust, "reference": named.reference, "at": START}
    with pytest.raises(Incomplete) as wrong:
        calling_for(typed=wants(named, start_date=TODAY - timedelta(1), end_date=None), **ask)
    assert [each.field for each in wrong.value.faults] == ["start_date", "end_date", "quantities"]
    with pytest.raises(NotFound):
        calling_for(typed=wants(named, (0, world.easton_schools[0], 1)), **ask)
    other = make_deal(world, title="Another")
    with pytest.raises(NotFound):
        calling_for(typed=wants(other, (0, None, 1)), **ask)


def test_the_owner_sees_how_much_each_trust_called_off_and_nothing_of_what_it_pays(world: World) -> None:
    deal = make_deal(world)
    for actor, *quantities in (
        (world.westbrook, (0, None, 3), (0, world.westbrook_schools[0], 4), (1, None, 5)),
        (world.westbrook, (0, None, 2)),
        (world.easton, (0, None, 10)),
    ):
        call_off(deal, actor, *quantities)
    call_off(deal, world.easton, (0, None, 900))
    by_trust = list_usage(deal, UsageFilter())
    assert [(each.trust, each.lot_id, each.quantity, each.call_offs) for each in by_trust] == [
        ("Easton Academies", deal.lots[0].id, 10, 1),
        ("Westbrook Schools Trust", deal.lots[0].id, 9, 2),
        ("Westbrook Schools Trust", deal.lots[1].id, 5, 1),
    ]
    assert totals_by_lot(deal) == {deal.lots[0].id: 19, deal.lots[1].id: 5}
    down = list_usage(deal, UsageFilter(lot_id=deal.lots[0].id), sort=UsageSort.QUANTITY, descending=True)
    assert [each.quantity for each in down] == [10, 9]
    assert [each.trust for each in list_usage(deal, UsageFilter(text="west"), sort=UsageSort.LOT)] == [
        "Westbrook Schools Trust",
        "Westbrook Schools Trust",
    ]
    told = [row for row in audit.list_about(world.lead.trust, [deal.reference]) if row.verb.endswith("called_off")]
    assert [row.facts for row in told][2] == {"trust": world.easton.trust, "lots": {str(deal.lots[0].id): 10}}
    money = ("pence", "net", "gross", "value")
    assert not any(word in str(row.facts) for row in told for word in money)


def test_a_trust_lists_its_own_call_offs_alone(world: World) -> None:
    deal, tablets = make_deal(world), make_deal(world, title="Tablets")
    first = call_off(deal, world.westbrook, (0, None, 1), po_number="PO 77")
    second = call_off(tablets, world.westbrook, (1, None, 1), start_date=date(2026, 12, 1))
    foreign = call_off(deal, world.easton, (0, None, 1))
    mine = world.westbrook.trust

    def listed(sort: CallOffSort = CallOffSort.STARTS, **narrowed: Any) -> list[str]:
        found = list_call_offs(mine, CallOffFilter(**narrowed), sort=sort, descending=False)
        return [each.held.reference for each in found]

    assert listed() == [second, first]
    assert listed(CallOffSort.VALUE) == [second, first]
    assert listed(text="tabl") == [second]
    assert listed(text="aspen 77") == [first]
    assert listed(state=CallOffState.DECLINED) == []
    with pytest.raises(NotFound):
        get_call_off(mine, foreign)
    assert audit.list_about(mine, [foreign]) == []


def test_the_register_is_gathered_again_from_the_call_offs_that_stand(world: World) -> None:
    deal = make_deal(world)
    reference = call_off(deal, world.westbrook, (0, None, 1))
    held = get_call_off(world.westbrook.trust, reference)
    register = contracts.find_by_source(world.westbrook.trust, reference)
    (said,) = list_bindings(held.end_date)
    assert register is not None
    assert (said.source_reference, said.title, said.value) == (reference, register.title, register.value)
    assert list_bindings(held.end_date + timedelta(days=1)) == []
