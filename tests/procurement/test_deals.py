"""Awarded deals: listed, changed and closed by their owner, read and found by those whom they are for."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from app.audit import queries as audit
from app.kernel.actor import Actor
from app.kernel.errors import NotFound, Refused
from app.kernel.unit_price import UnitPrice
from app.listings import queries as listings
from app.listings.rules import Incomplete, Outdated, WrongState
from app.listings.values import ClosedAs, ListingState
from app.notifications.queries import list_notices
from app.procurement.actions import deals as actions
from app.procurement.actions import deals_lots as lots
from app.procurement.documents_deals import deal_documents, price_lines
from app.procurement.jobs.deals import close_passed
from app.procurement.queries.deals import check_may_read, get_deal, get_own_deal, list_deals
from app.procurement.rules.deals import LotFixed
from app.procurement.values import DealAudience
from app.procurement.values.deals_read import DealFilter, DealSort
from app.trusts.values import Region
from tests.clock import START
from tests.procurement.deals_makers import (
    BOOKS,
    CARE,
    UNTIL,
    call_off,
    make_deal,
    make_deal_draft,
    shared,
    typed,
)
from tests.procurement.makers import World

TODAY = START.date()


def subjects(actor: Actor) -> list[str]:
    return [each.subject for each in list_notices(actor.person_id)]


def offered(world: World, reader: Actor | None) -> list[str]:
    """What the page of the lead trust offers a reader."""
    return [each.title for each in listings.list_published_of(world.lead.trust, reader=reader)]


def titles(actor: Actor | None, on: date = TODAY, **narrowed: Any) -> list[str]:
    found = list_deals(actor, DealFilter(**narrowed), on=on)
    return [each.deal.listing.title for each in found]


def test_a_deal_is_drafted_published_changed_and_copied(world: World) -> None:
    draft = make_deal_draft(world, lots=(CARE,), cpv="", until_date=None)
    with pytest.raises(Incomplete) as lacking:
        actions.publish_deal(reference=draft.reference, actor=world.lead, at=START)
    assert [each.field for each in lacking.value.faults] == ["cpv", "until_date"]
    change: dict[str, Any] = {"reference": draft.reference, "actor": world.lead, "at": START}
    actions.change_deal(shared=shared(), typed=typed(), version=1, **change)
    with pytest.raises(Outdated):
        actions.change_deal(shared=shared(), typed=typed(), version=1, **change)
    lots.add_lot(typed=BOOKS, version=2, **change)
    actions.publish_deal(**change)
    found = get_deal(draft.reference)
    assert found.listing.state is ListingState.PUBLISHED
    assert [(lot.position, lot.title, lot.supplier) for lot in found.lots] == [
        (1, "Device care", "Aspen Care Ltd"),
        (2, "Printed guides", "Birchwood Press"),
    ]
    with pytest.raises(Incomplete):
        actions.change_deal(shared=shared(), typed=typed(awarded_by=""), version=found.listing.version, **change)
    copied = get_own_deal(world.lead.trust, actions.copy_deal(**change))
    assert copied.listing.title == "Copy of Device care for schools"
    assert (copied.award_date, copied.until_date, copied.last_date) == (None, None, None)
    assert [lot.price for lot in copied.lots] == [lot.price for lot in found.lots]
    with pytest.raises(NotFound):
        actions.close_deal(reference=draft.reference, actor=world.westbrook, at=START)


def test_lots_change_until_they_are_called_off_and_their_price_after(world: World) -> None:
    deal = make_deal(world)
    care, books = deal.lots
    call_off(deal, world.westbrook, (0, None, 2))
    change: dict[str, Any] = {"reference": deal.reference, "actor": world.lead, "at": START}
    dearer = replace(CARE, price=UnitPrice(300_000))
    lots.change_lot(lot_id=care.id, typed=dearer, version=get_deal(deal.reference).listing.version, **change)
    version = get_deal(deal.reference).listing.version
    with pytest.raises(LotFixed):
        lots.change_lot(lot_id=care.id, typed=replace(CARE, supplier="Other Ltd"), version=version, **change)
    with pytest.raises(LotFixed):
        lots.remove_lot(lot_id=care.id, **change)
    lots.remove_lot(lot_id=books.id, **change)
    (left,) = get_deal(deal.reference).lots
    assert (left.id, left.position, left.price) == (care.id, 1, UnitPrice(300_000))
    with pytest.raises(NotFound):
        lots.remove_lot(lot_id=books.id, **change)


def test_a_deal_that_names_trusts_is_theirs_and_the_owners_alone(world: World) -> None:
    deal = make_deal_draft(world, audience=DealAudience.NAMED, named=frozenset({world.westbrook.trust}))
    assert titles(world.westbrook) == []
    actions.publish_deal(reference=deal.reference, actor=world.lead, at=START)
    deal = get_deal(deal.reference)
    for reader in (world.lead, world.lead_member, world.westbrook, world.westbrook_member):
        check_may_read(deal, reader)
        assert titles(reader) == offered(world, reader) == ["Device care for schools"]
    for stranger in (None, world.easton, world.stranger):
        with pytest.raises(NotFound):
            check_may_read(deal, stranger)
        assert titles(stranger) == offered(world, stranger) == []
    assert deal_documents([deal.reference])[deal.reference].only_for == tuple(
        sorted((world.lead.trust, world.westbrook.trust))
    )
    assert subjects(world.westbrook) == ["Your trust may call off Device care for schools"]
    change: dict[str, Any] = {"reference": deal.reference, "actor": world.lead, "at": START}
    assert lots.name_trusts(trust_ids=[world.easton.trust, world.westbrook.trust], **change) == 1
    assert lots.name_trusts(trust_ids=[world.easton.trust], **change) == 0
    assert subjects(world.easton) == ["Your trust may call off Device care for schools"]
    lots.unname_trust(trust_id=world.westbrook.trust, **change)
    assert titles(world.westbrook) == []
    with pytest.raises(Refused, match="Name another first"):
        lots.unname_trust(trust_id=world.easton.trust, **change)
    with pytest.raises(Refused, match="Your own trust"):
        lots.name_trusts(trust_ids=[world.lead.trust], **change)
    verbs = [row.verb for row in audit.list_about(world.lead.trust, [deal.reference])]
    assert verbs[-2:] == ["procurement.deal_named", "procurement.deal_unnamed"]


def test_deals_are_listed_by_what_narrows_them_and_in_order(world: World) -> None:
    make_deal(world, title="Screens", regions=frozenset({Region.SOUTH_EAST}), audience=DealAudience.REGION)
    make_deal(world, title="Laptops", until_date=UNTIL - timedelta(1), cpv="09310000-5")
    assert titles(None) == ["Laptops", "Screens"]
    assert titles(world.westbrook, for_us=True) == ["Laptops"]
    assert titles(world.stranger, for_us=True) == ["Laptops", "Screens"]
    assert titles(None, division="09") == ["Laptops"]
    assert titles(None, text="aspen SCR") == ["Screens"]
    assert titles(None, UNTIL) == ["Screens"]
    assert titles(None, UNTIL + timedelta(1)) == []
    by_title = list_deals(None, DealFilter(), on=TODAY, sort=DealSort.TITLE, descending=True)
    assert [each.deal.listing.title for each in by_title] == ["Screens", "Laptops"]
    assert by_title[0].suppliers == ("Aspen Care Ltd", "Birchwood Press")


def test_the_search_holds_an_open_deal_with_its_lots_and_suppliers(world: World) -> None:
    deal = make_deal(world, lots=(CARE,))
    document = deal_documents([deal.reference])[deal.reference]
    assert document.marks == ("cpv:30", "purchase:goods", "deal_for:all")
    assert (document.days, document.only_for, document.link) == ((UNTIL,), (), f"/deals/{deal.reference}")
    for words in ("Aspen Care Ltd", "Portable computers", "Device care", "notice 2026/S 000-012345"):
        assert words in document.body
    assert price_lines([deal.reference]) == {deal.reference: "£27.50 per device"}
    actions.close_deal(reference=deal.reference, actor=world.lead, at=START)
    assert deal_documents([deal.reference]) == {}
    with pytest.raises(WrongState):
        actions.close_deal(reference=deal.reference, actor=world.lead, at=START)


def test_a_deal_closes_the_day_after_its_last(world: World) -> None:
    deal = make_deal(world, until_date=TODAY + timedelta(7))
    close_passed(START + timedelta(7))
    assert get_deal(deal.reference).listing.state is ListingState.PUBLISHED
    close_passed(START + timedelta(8))
    assert get_deal(deal.reference).listing.closed_as is ClosedAs.DATE_PASSED
