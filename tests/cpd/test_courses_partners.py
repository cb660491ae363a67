"""The trusts that get a provider's partner price: picked, told in the audit trail, removed once asked."""

from datetime import datetime

import pytest
from sqlalchemy import update

from app.audit import queries as audit
from app.charges import queries as charges
from app.cpd import actions, queries, rules
from app.cpd.values import PlaceState, Prices, Tier
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.trusts import queries as trusts
from app.trusts.models import Trust
from tests.cpd.booking_makers import get, make_booking
from tests.cpd.makers import World, make_course_and_run, make_world
from tests.databases import Stage
from tests.services.views.sent import SignIn


@pytest.fixture
def world(stage: Stage) -> World:
    return stage.set(make_world)


def verbs(trust_id: int) -> list[str]:
    return [row.verb for row in audit.list_for_trust(trust_id) if row.verb.startswith("cpd.partner")]


def test_partners_are_set_as_a_whole_and_each_change_is_recorded(world: World, at: datetime) -> None:
    provider, buyer, other = world.provider, world.buyer.trust, world.other.trust
    with transaction():
        actions.set_partners(trust_ids=[buyer, buyer], actor=provider, at=at)
        assert queries.partners_of(provider.trust) == [buyer]
        assert queries.is_partner(provider.trust, buyer)
        assert not queries.is_partner(buyer, provider.trust)
        actions.set_partners(trust_ids=[other], actor=provider, at=at)
        assert queries.partners_of(provider.trust) == [other]
        assert sorted(verbs(provider.trust)) == ["cpd.partner_added", "cpd.partner_added", "cpd.partner_removed"]


def test_adding_or_removing_twice_changes_nothing_more(world: World, at: datetime) -> None:
    with transaction():
        for _ in range(2):
            actions.add_partner(trust_id=world.buyer.trust, actor=world.provider, at=at)
        assert len(verbs(world.provider.trust)) == 1
        for _ in range(2):
            actions.remove_partner(trust_id=world.buyer.trust, actor=world.provider, at=at)
        assert len(verbs(world.provider.trust)) == 2


def test_neither_oneself_nor_a_closed_trust_nor_nobody_is_a_partner(world: World, at: datetime) -> None:
    with transaction():
        with pytest.raises(rules.NoPartner, match="your own trust"):
            actions.add_partner(trust_id=world.provider.trust, actor=world.provider, at=at)
        with pytest.raises(NotFound):
            actions.add_partner(trust_id=999_999, actor=world.provider, at=at)
        session().execute(update(Trust).where(Trust.id == world.buyer.trust).values(is_open=False))
        session().expire_all()
        with pytest.raises(rules.NoPartner, match="closed on the register"):
            actions.add_partner(trust_id=world.buyer.trust, actor=world.provider, at=at)


def test_partners_may_come_free_and_nobody_is_asked_to_approve_nothing(world: World, at: datetime) -> None:
    with transaction():
        actions.add_partner(trust_id=world.buyer.trust, actor=world.provider, at=at)
        prices = Prices(other=Money(3_500_00), partner=Money(0))
        _, run = make_course_and_run(world.provider, prices=prices)
        booking = get(make_booking(world.buyer, run, 2))
    assert booking.tier is Tier.PARTNER
    assert [(place.state, place.price) for place in booking.places] == [(PlaceState.BOOKED, Money(0))] * 2
    with transaction():
        assert charges.list_charges_about(world.buyer.trust, [booking.reference]) == []


def test_a_partner_is_found_added_and_removed_on_the_page(world: World, signed_in: SignIn) -> None:
    browser = signed_in("cpd@northgate.example")
    assert "No partner trusts yet" in browser.get("/courses/partners").text
    with transaction():
        uid = trusts.get_trust(world.buyer.trust).uid
    found = browser.get("/courses/partners?text=schools").text
    assert f"/courses/partners/{uid}/add" in found
    assert browser.submit(f"/courses/partners/{uid}/add", page="/courses/partners?text=schools").status_code == 303
    assert "Westbrook Schools Trust" in browser.get("/courses/partners").text
    assert "A partner already" in browser.get("/courses/partners?text=schools").text
    assert "Remove this partner trust?" in browser.get(f"/courses/partners/{uid}/remove").text
    assert browser.submit(f"/courses/partners/{uid}/remove").status_code == 303
    assert browser.get(f"/courses/partners/{uid}/remove").status_code == 404
    assert "No partner trusts yet" in browser.get("/courses/partners").text


def test_the_page_says_what_it_cannot_find_or_add(world: World, signed_in: SignIn) -> None:
    browser = signed_in("cpd@northgate.example")
    assert "No open trust matches" in browser.get("/courses/partners?text=zzzz").text
    with transaction():
        uid = trusts.get_trust(world.provider.trust).uid
    assert "Your own trust" in browser.get("/courses/partners?text=learning").text
    refused = browser.submit(f"/courses/partners/{uid}/add", page="/courses/new")
    assert refused.status_code == 422
    assert "Its people are never charged" in refused.text
