"""Choosing, checking and placing an order."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.kernel.database import transaction
from app.services import actions
from app.trusts.models import School
from app.trusts.values import Role
from tests.listings.makers import make_member, make_school, make_trust
from tests.police import TOKEN, PoliceClient
from tests.services.makers import World
from tests.services.views.sent import SEEN, SignIn, check, chosen, service


def test_an_order_is_chosen_checked_and_placed_once(buyer: PoliceClient, world: World) -> None:
    address = check(buyer, world, service(world))
    page = buyer.get(address).text
    for text in ("£250.00 + 210 pupils × £4.50", "£1,895.00", "£379.00", "£2,274.00", "without asking anyone", "PO-77"):
        assert text in page, text
    seen = SEEN.search(page)
    assert seen
    token = TOKEN.search(page)
    assert token
    fields = {"seen": seen[1].replace("&#34;", '"'), "csrf_token": token[1]}
    placed, again = buyer.post(address, data=fields), buyer.post(address, data=fields)
    assert placed.status_code == 303, placed.text
    assert placed.location == again.location
    assert buyer.get(address).location == placed.location
    order_page = buyer.get(placed.location).text
    for text in ("Awaiting the provider", "Ash Primary", "4 December 2026", "Order placed", "by Bea Buyer"):
        assert text in order_page, text


def test_who_will_have_to_approve_is_said_before_ordering(buyer: PoliceClient, world: World) -> None:
    page = buyer.get(check(buyer, world, service(world), years="2")).text
    assert "The chief financial officer decides: Cai Officer." in page
    assert "£3,790.00" in page
    assert "default scheme" in page


def test_a_price_that_moved_is_shown_again_with_what_changed(buyer: PoliceClient, world: World) -> None:
    address = check(buyer, world, service(world))
    page = buyer.get(address).text
    seen, token = SEEN.search(page), TOKEN.search(page)
    assert seen
    assert token
    with transaction() as current:
        current.execute(update(School).where(School.id == world.schools[0]).values(roll=220))
    again = buyer.post(address, data={"seen": seen[1].replace("&#34;", '"'), "csrf_token": token[1]})
    assert again.status_code == 409
    assert "The roll of Ash Primary was 210 and is now 220." in again.text
    assert "£1,240.00" in again.text
    fresh = SEEN.search(again.text)
    assert fresh
    sent = buyer.post(address, data={"seen": fresh[1].replace("&#34;", '"'), "csrf_token": token[1]})
    assert sent.status_code == 303


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"schools": []}, "Choose at least one school"),
        ({"start_date-year": "2020"}, "today or later"),
        ({"start_date-year": "2030"}, "within 18 months"),
        ({"start_date-day": "31", "start_date-month": "2"}, "real date"),
        ({"start_date-day": ""}, "must include a day"),
        ({"years": "4"}, "Choose how many years"),
        ({"years": ""}, "Choose how many years"),
        ({"po_number": "P" * 36}, "35 characters"),
        ({"note": "n" * 2001}, "2,000 characters"),
    ],
)
def test_bad_input_to_an_order_is_told_and_nothing_is_kept(
    buyer: PoliceClient, world: World, change: dict[str, Any], says: str
) -> None:
    page = buyer.submit(f"/services/{service(world)}/order", **chosen(world, **change))
    assert page.status_code == 422
    assert says in page.text
    assert "Call Bea" in page.text or "note" in change


def test_schools_that_cannot_be_chosen_are_refused(buyer: PoliceClient, world: World) -> None:
    reference = service(world)
    for school, says in ((world.secondary, "does not cover"), (world.unrolled, "no roll for Damson")):
        page = buyer.submit(f"/services/{reference}/order", **chosen(world, schools=[str(school)]))
        assert page.status_code == 422
        assert says in page.text
    with transaction():
        stray = make_school(make_trust(), "Elsewhere")
    page = buyer.submit(f"/services/{reference}/order", **chosen(world, schools=[str(stray)]))
    assert page.status_code == 422
    assert "Choose at least one school" in page.text


def test_going_back_keeps_what_was_chosen(buyer: PoliceClient, world: World) -> None:
    reference = service(world)
    token = check(buyer, world, reference, note="Ring after four").rsplit("/", 1)[1]
    for nobodys in ("%00", "x", f"{token}x"):
        assert buyer.get(f"/services/{reference}/order?change={nobodys}").status_code in (200, 404)
    page = buyer.get(f"/services/{reference}/order?change={token}").text
    assert "Ring after four" in page
    assert page.count("checked") >= 3
    other = service(world)
    assert buyer.get(f"/services/{other}/order/{token}").status_code == 404


def test_what_cannot_be_ordered_says_why(buyer: PoliceClient, world: World, app: Flask, signed_in: SignIn) -> None:
    closed, hidden = service(world), service(world, published=False)
    address = check(buyer, world, closed)
    with transaction():
        actions.close_service(reference=closed, actor=world.provider, at=app.extensions["clock"].now())
        make_member(world.provider.trust, Role.BUYER, email="own@northgate.example")
    for page in (f"/services/{closed}/order", address):
        answer = buyer.get(page)
        assert answer.status_code == 409
        assert "no longer offered" in answer.text
    assert buyer.get(f"/services/{hidden}/order").status_code == 404
    assert buyer.get("/services/LST-22222/order").status_code == 404
    own = signed_in("own@northgate.example").get(f"/services/{service(world)}/order")
    assert own.status_code == 409
    assert "own trust" in own.text
