"""The pages of a service: drafting, publishing, changing, closing, and the calculator."""

import pytest
from flask import Flask

from app.kernel.database import transaction
from app.services import queries
from app.trusts.values import Role
from tests.listings.makers import make_member, make_trust
from tests.police import PoliceClient
from tests.services.makers import World, make_service, make_world
from tests.services.views.sent import FILLED, SignIn, service


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


def test_only_who_could_order_is_shown_the_way_to_it(
    world: World, client: PoliceClient, buyer: PoliceClient, signed_in: SignIn
) -> None:
    address = f"/services/{service(world)}"
    for browser in (client, buyer):
        assert "Order for your schools" in browser.get(address).text
    approver = signed_in("cfo@westbrook.example").get(address).text
    assert "Order for your schools" not in approver
    assert "People with the buyer role in your trust can order this" in approver


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
