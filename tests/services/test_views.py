"""The pages of a trade, each as valid and as clear as the client demands."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.kernel.database import transaction
from app.services import actions, queries
from app.services.values import OrderFilter, OrderState, Side
from app.trusts.models import School
from app.trusts.values import Role
from tests.listings.makers import make_member, make_school, make_trust
from tests.police import TOKEN, PoliceClient
from tests.services.makers import World, make_agreement, make_order, make_service, make_world, place

SignIn = Callable[[str], PoliceClient]
SEEN = re.compile(r'name="seen"[^>]*value="([^"]+)"')


@pytest.fixture
def world(app: Flask) -> World:
    with transaction():
        return make_world()


@pytest.fixture
def provider(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("provider@northgate.example")


@pytest.fixture
def buyer(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("buyer@westbrook.example")


def service(world: World, **changes: Any) -> str:
    with transaction():
        return make_service(world.provider, **changes)


def order(world: World, **changes: Any) -> str:
    with transaction():
        return make_order(world, **changes)


FILLED: dict[str, Any] = {
    "title": "Payroll bureau",
    "summary": "A full payroll service",
    "description": "We run payroll.",
    "category": "payroll",
    "phases": ["primary"],
    "regions": ["all"],
    "basis": "per_pupil",
    "base": "250",
    "per_pupil": "4.50",
    "vat_treatment": "standard",
    "vat_reason": "Administrative",
    "notice_months": "3",
}


# Offering


def test_a_service_is_drafted_published_and_found_by_its_address(provider: PoliceClient, client: PoliceClient) -> None:
    saved = provider.submit("/services/new", **FILLED)
    assert saved.status_code == 303, saved.text
    address = saved.location
    assert "This is a draft" in provider.get(address).text
    assert client.get(address).status_code == 404
    assert provider.submit(f"{address}/publish", page=address).status_code == 303
    page = client.get(address).text
    for text in ("Payroll bureau", "£4.50 per pupil a year plus £250.00", "All England", "£1,195.00", "3 months"):
        assert text in page, text
    assert "Order for your schools" in page


def test_a_draft_needs_a_title_and_keeps_what_was_typed(provider: PoliceClient) -> None:
    page = provider.submit("/services/new", **{**FILLED, "title": " ", "per_pupil": "lots", "summary": "Kept <b>"})
    assert page.status_code == 422
    for text in ("Enter a title", "must be an amount of money", "Kept &lt;b&gt;", 'value="lots"'):
        assert text in page.text, text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "t" * 101, "100 characters"),
        ("summary", "s" * 251, "250 characters"),
        ("description", "d" * 10_001, "10,000 characters"),
        ("category", "nonsense", "Choose one of the options"),
        ("category", "finance-and-payroll", "Choose one of the options"),
        ("phases", "nonsense", "Choose one of the options"),
        ("regions", "Q", "Choose one of the options"),
        ("basis", "nonsense", "Choose one of the options"),
        ("base", "-1", "amount of money"),
        ("base", "1.234", "amount of money"),
        ("per_pupil", "99999999", "£1,000,000.00"),
        ("vat_treatment", "free", "Choose one of the options"),
        ("vat_reason", "r" * 301, "300 characters"),
        ("notice_months", "25", "24"),
        ("notice_months", "soon", "whole number"),
    ],
)
def test_bad_input_to_a_service_is_told_beside_its_field(
    provider: PoliceClient, world: World, field: str, value: str, says: str
) -> None:
    page = provider.submit("/services/new", **{**FILLED, field: value})
    assert page.status_code == 422
    assert says in page.text
    assert f'id="{field}-error"' in page.text
    with transaction():
        assert queries.published_references() == []


def test_publishing_an_incomplete_draft_shows_everything_it_lacks_beside_its_fields(
    provider: PoliceClient,
) -> None:
    address = provider.submit("/services/new", title="Only a title").location
    page = provider.submit(f"{address}/publish", page=address)
    assert page.status_code == 422
    for field in ("summary", "description", "category", "phases", "regions", "basis", "vat_treatment", "vat_reason"):
        assert f'id="{field}-error"' in page.text, field


def test_a_trust_that_is_not_registered_is_told_that_it_cannot_charge_vat(app: Flask, signed_in: SignIn) -> None:
    with transaction():
        world = make_world(vat_number=None)
        reference = make_service(world.provider, published=False)
    browser = signed_in("provider@northgate.example")
    page = browser.submit(f"/services/{reference}/publish", page=f"/services/{reference}")
    assert page.status_code == 422
    assert "not registered for VAT" in page.text


def test_changing_shows_what_is_there_and_an_old_version_is_told(provider: PoliceClient, world: World) -> None:
    reference = service(world)
    page = provider.get(f"/services/{reference}/change")
    for text in ("Payroll bureau", "250.00", "4.50", "checked"):
        assert text in page.text, text
    sent = {**FILLED, "title": "Second thoughts"}
    late = provider.submit(f"/services/{reference}/change", **{**sent, "version": "1"})
    assert late.status_code == 422
    assert "Somebody else changed this listing" in late.text
    assert 'name="version" type="hidden" value="2"' in late.text
    assert provider.submit(f"/services/{reference}/change", **{**sent, "version": "2"}).status_code == 303
    assert "Second thoughts" in provider.get(f"/services/{reference}").text


def test_closing_asks_first_and_leaves_a_page_that_says_so(
    provider: PoliceClient, client: PoliceClient, world: World
) -> None:
    reference = service(world)
    assert "Close this service?" in provider.get(f"/services/{reference}/close").text
    assert provider.submit(f"/services/{reference}/close").status_code == 303
    gone = client.get(f"/services/{reference}")
    assert gone.status_code == 410
    assert "no longer offered" in gone.text
    assert "Order for your schools" not in gone.text
    copied = provider.submit(f"/services/{reference}/copy", page=f"/services/{reference}")
    assert "Copy of Payroll bureau" in provider.get(copied.location).text


def test_another_trusts_service_cannot_be_reached_to_change(app: Flask, world: World, signed_in: SignIn) -> None:
    reference = service(world, published=False)
    with transaction():
        make_member(make_trust(), Role.PROVIDER, email="stranger@other.example")
    stranger = signed_in("stranger@other.example")
    assert stranger.get(f"/services/{reference}").status_code == 404
    for page in ("change", "close"):
        assert stranger.get(f"/services/{reference}/{page}").status_code == 404
    for deed in ("publish", "copy"):
        assert stranger.submit(f"/services/{reference}/{deed}", page="/services/new").status_code == 404


def test_what_people_write_is_shown_and_never_run(client: PoliceClient, world: World) -> None:
    script = "<script>alert(1)</script>"
    reference = service(world, title=script, summary=script, description=f"{script}\n\n[x](javascript:alert(1))")
    page = client.get(f"/services/{reference}").text
    assert script not in page
    assert "&lt;script&gt;" in page
    assert 'href="javascript' not in page


def test_welsh_and_the_longest_text_are_shown_whole(client: PoliceClient, world: World) -> None:
    reference = service(world, title="Gwasanaeth cyflogres â ŵ ŷ", description="Ŵy " * 3_333)
    page = client.get(f"/services/{reference}").text
    assert "Gwasanaeth cyflogres â ŵ ŷ" in page
    assert page.count("Ŵy") == 3_333


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("pupils=100", "£700.00"),
        ("pupils=1,000", "£4,750.00"),
        ("pupils=many", "Enter a number of pupils"),
        ("pupils=-3", "Enter a number of pupils"),
        ("pupils=" + "9" * 40, "Enter a number of pupils"),
        ("school=1&school=x", "Work out the price"),
    ],
)
def test_anyone_works_out_a_price_without_a_script(client: PoliceClient, world: World, query: str, says: str) -> None:
    reference = service(world)
    assert says in client.get(f"/services/{reference}?{query}").text


def test_a_buyer_works_out_the_price_of_their_own_schools(buyer: PoliceClient, world: World) -> None:
    reference = service(world)
    page = buyer.get(f"/services/{reference}?school={world.schools[0]}&school={world.schools[1]}").text
    assert "£1,895.00" in page
    assert "not covered by this service" in page
    assert "no roll for Damson" in buyer.get(f"/services/{reference}?school={world.unrolled}").text


# Ordering


def chosen(world: World, **changes: Any) -> dict[str, Any]:
    fields = {
        "schools": [str(number) for number in world.schools],
        "start_date-day": "4",
        "start_date-month": "1",
        "start_date-year": "2027",
        "years": "1",
        "po_number": "PO-77",
        "note": "Call Bea",
    }
    return {**fields, **changes}


def check(buyer: PoliceClient, world: World, reference: str, **changes: Any) -> str:
    sent = buyer.submit(f"/services/{reference}/order", **chosen(world, **changes))
    assert sent.status_code == 303, sent.text
    return sent.location


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


# Answering


def test_the_provider_accepts_and_both_see_the_agreement(
    provider: PoliceClient, buyer: PoliceClient, world: World
) -> None:
    reference = order(world, years=2)
    with_accept = provider.get(f"/orders/{reference}").text
    assert "Westbrook Schools Trust waits for your answer" in with_accept
    assert "Accept this order?" in provider.get(f"/orders/{reference}/accept").text
    agreed = provider.submit(f"/orders/{reference}/accept")
    assert agreed.status_code == 303, agreed.text
    for browser in (provider, buyer):
        page = browser.get(agreed.location).text
        for text in ("Northgate Learning Trust", "Westbrook Schools Trust", "3 January 2029", "CHG-", "3 months"):
            assert text in page, text
    assert provider.get(f"/orders/{reference}/accept").status_code == 302
    token = TOKEN.search(with_accept)
    late = provider.post(f"/orders/{reference}/accept", data={"csrf_token": token[1] if token else ""})
    assert late.status_code == 422
    assert "already agreed" in late.text


def test_declining_and_withdrawing_need_a_reason(provider: PoliceClient, buyer: PoliceClient, world: World) -> None:
    for browser, deed in ((provider, "decline"), (buyer, "withdraw")):
        reference = order(world)
        for reason in ("", "   ", "r" * 1001):
            page = browser.submit(f"/orders/{reference}/{deed}", reason=reason)
            assert page.status_code == 422
            assert 'id="reason-error"' in page.text
        assert browser.submit(f"/orders/{reference}/{deed}", reason="Fully <b>booked</b>").status_code == 303
        assert "Fully &lt;b&gt;booked&lt;/b&gt;" in buyer.get(f"/orders/{reference}").text
        assert browser.submit(f"/orders/{reference}/{deed}", reason="Again").status_code == 422


def test_another_trusts_order_and_agreement_are_not_there(world: World, signed_in: SignIn) -> None:
    with transaction():
        agreement = make_agreement(world)
        make_member(make_trust(), Role.BUYER, Role.PROVIDER, email="stranger@other.example")
        hidden = place(world, make_service(world.provider), years=3)
    reference = order(world)
    stranger = signed_in("stranger@other.example")
    for page in ("", "/accept", "/decline", "/withdraw"):
        assert stranger.get(f"/orders/{reference}{page}").status_code == 404
    assert stranger.get(f"/agreements/{agreement}").status_code == 404
    provider = signed_in("provider@northgate.example")
    assert provider.get(f"/orders/{hidden}").status_code == 404


def test_each_side_gets_only_its_own_deeds(provider: PoliceClient, buyer: PoliceClient, world: World) -> None:
    reference = order(world)
    assert buyer.get(f"/orders/{reference}/accept").status_code == 403
    assert provider.get(f"/orders/{reference}/withdraw").status_code == 403
    assert "Withdraw this order" in buyer.get(f"/orders/{reference}").text
    assert "Withdraw this order" not in provider.get(f"/orders/{reference}").text


# Lists


def test_the_list_of_orders_filters_sorts_and_exports(
    provider: PoliceClient, buyer: PoliceClient, world: World
) -> None:
    assert "No orders yet" in buyer.get("/orders").text
    assert "Nobody has ordered" in provider.get("/orders?side=sold").text
    reference = order(world, po_number="=cmd()")
    for page in ("/orders", "/orders?text=payroll", "/orders?state=awaiting_provider", "/orders?year=2026&sort=value"):
        assert reference in buyer.get(page).text, page
    for page in ("/orders?text=nothing", "/orders?state=agreed", "/orders?year=2027", "/orders?page=7"):
        assert reference not in buyer.get(page).text, page
    assert buyer.get("/orders?state=nonsense&year=x&sort=nonsense&page=x&side=x").status_code == 200
    assert reference in provider.get("/orders?side=sold").text
    csv = buyer.get("/orders?format=csv")
    assert csv.mimetype == "text/csv"
    assert f"{reference},Payroll bureau,Northgate Learning Trust" in csv.text
    assert "'=cmd()" in csv.text
    assert buyer.get("/orders?format=xlsx").data[:2] == b"PK"


def test_a_long_list_costs_no_more_statements_than_a_short_one(
    buyer: PoliceClient, provider: PoliceClient, world: World, statements: Callable[[], Any]
) -> None:
    def cost(browser: PoliceClient, page: str) -> int:
        with statements() as sent:
            assert browser.get(page).status_code == 200
        return len(sent)

    order(world)
    service(world)
    pages = [(buyer, "/orders"), (provider, "/orders?side=sold"), (provider, "/listings")]
    before = [cost(*each) for each in pages]
    for _ in range(5):
        order(world)
    assert [cost(*each) for each in pages] == before
    assert max(before) <= 20


def test_only_who_may_buy_orders_and_only_who_may_publish_lists(
    world: World, provider: PoliceClient, buyer: PoliceClient, client: PoliceClient
) -> None:
    reference = service(world)
    assert provider.get(f"/services/{reference}/order").status_code == 403
    assert buyer.get("/services/new").status_code == 403
    assert buyer.get("/listings").status_code == 403
    assert client.get("/orders").status_code == 302
    assert client.get(f"/services/{reference}/order").status_code == 302
    with transaction():
        assert queries.count_orders(world.buyer.trust, OrderFilter(Side.BOUGHT, OrderState.AGREED)) == 0
