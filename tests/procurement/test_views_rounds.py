"""The pages of rounds: drafting part by part, lots without scripts, invitations, documents, lists; who sees what."""

import re
from io import BytesIO
from typing import Any

import pytest

from app.approvals.values import BuyingRoute
from app.kernel.database import transaction
from app.procurement.queries.rounds import get_round, invited_ids
from app.procurement.values import Joining, Stage
from app.trusts import queries as trusts
from tests.police import PoliceClient
from tests.procurement.makers import DAYS, World, make_draft, make_round
from tests.services.views.sent import SignIn

LEAD = "buying@northgate.example"
PDF = b"%PDF-1.7\n%%EOF\n"
ABOUT: dict[str, Any] = {
    "title": "Electricity",
    "summary": "Bought together",
    "description": "**Green** power.",
    "category": "energy-and-sustainability",
    "phases": ["primary"],
    "regions": ["all"],
    "cpv": "09310000-5 Electricity",
    "purchase": "goods",
}
LOT: dict[str, Any] = {
    "title": "Large meters",
    "unit": "kWh",
    "per": "year",
    "guide_price": "25p",
    "vat": "standard",
    "basis": "quantity",
    "tiers-from-1": "100,000",
    "tiers-price-1": "24p",
}


@pytest.fixture
def world(made: World) -> World:
    return made


def boxes(name: str, day: Any) -> dict[str, str]:
    return {f"{name}-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}


def version_of(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found
    return found[1]


def save(client: PoliceClient, address: str, **fields: Any) -> Any:
    return client.submit(address, version=version_of(client.get(address).text), **fields)


def test_a_round_is_drafted_part_by_part_until_nothing_lacks_and_published(world: World, signed_in: SignIn) -> None:
    client = signed_in(LEAD)
    page = client.submit("/rounds/new", title="Electricity").location
    assert client.get(page).text.count("Incomplete") == 4
    refused = client.submit(f"{page}/publish", page=page)
    assert (refused.status_code, "Enter the CPV code of what is bought" in refused.text) == (422, True)
    assert "<title>Error: " in refused.text
    assert client.get(f"{page}/publish").location == page, "that page read again"
    assert save(client, f"{page}/change/about", **ABOUT).location == page
    route = {"route": "open_procedure", "months": "36", "extension_months": "12", **boxes("start_date", DAYS.award_by)}
    early = save(client, f"{page}/change/contract", **route)
    assert early.location == page
    days = {name: value for each, day in vars(DAYS).items() for name, value in boxes(each, day).items()}
    late = save(client, f"{page}/change/timetable", **days)
    assert (late.status_code, "start must be after the day of the award" in late.text) == (422, True)
    days |= boxes("award_by", DAYS.tenders_by.replace(day=30))  # type: ignore[union-attr]
    assert save(client, f"{page}/change/timetable", **days).location == page
    terms = {"joining": "open", "late_fee": "500", "terms": "- Meters are ours"}
    assert save(client, f"{page}/change/joining", **terms).location == page
    assert save(client, f"{page}/lots/new", **LOT).location == f"{page}/lots"
    shown = client.get(page).text
    for says in (
        "09310000-5 Electricity",
        "3 years, and up to 1 year more",
        "£500.00, outside the scope of VAT",
        "From 100,000 kWh",
    ):
        assert says in shown, says
    assert "Incomplete" not in shown
    assert client.submit(f"{page}/publish", page=page).location == page
    assert "Open for interest" in client.get(page).text
    with transaction():
        held = get_round(page.rsplit("/", 1)[1])
    assert (held.stage, held.cpv, held.months) == (Stage.INTEREST, "09310000-5", 36)


def test_what_is_wrong_with_a_lot_is_told_with_its_tier_and_nothing_typed_is_lost(
    world: World, signed_in: SignIn
) -> None:
    with transaction():
        address = f"/rounds/{make_draft(world).reference}/lots/new"
    client = signed_in(LEAD)
    version = version_of(client.get(address).text)
    for fields, says in (
        ({"title": ""}, "Enter what the lot is"),
        ({"guide_price": "cheap"}, "The guide price must be a price, like £250, 1.2345 or 24.35p"),
        ({"tiers-from-2": "100,000", "tiers-price-2": "23p"}, "Tier 2: each tier must begin above the one before it"),
        ({"tiers-from-2": "200,000", "tiers-price-2": "24p"}, "Tier 2: enter a price below 24p, the tier before"),
        ({"tiers-from-2": "200,000"}, "Tier 2: enter what a unit then costs, or empty its row"),
        ({"tiers-from-2": "lots", "tiers-price-2": "1p"}, "Tier 2: enter a whole number, like 100,000"),
        ({"basis": "value", "tiers-from-1": "1.234"}, "Tier 1: enter an amount of money, like £10,000"),
        ({"tiers-price-1": "26p"}, "Tier 1: enter a price below the guide price of 25p"),
    ):
        refused = client.submit(address, version=version, **{**LOT, **fields})
        assert (refused.status_code, says in refused.text, 'value="kWh"' in refused.text) == (422, True, True), says
    empty = {"tiers-from-1": "", "tiers-price-1": ""}
    rows = {"tiers-from-2": "100", "tiers-price-2": "26p", "tiers-from-4": "50", "tiers-price-4": "30p"}
    summary = client.submit(address, version=version, **{**LOT, **empty, **rows}).text.split("<h1")[0]
    for box, says in (("price-2", "Tier 2: enter a price below"), ("from-4", "Tier 4: each"), ("price-4", "Tier 4:")):
        assert re.search(rf'href="#tiers-{box}">{says}', summary), box
    unread = client.submit(address, version=version, **{**LOT, "tiers-from-1": "lots", "tiers-price-1": ""}).text
    assert 'href="#tiers">Tier 1: enter a whole number' in unread
    assert 'href="#tiers-price-1">Tier 1: enter what a unit then costs' in unread


def test_lots_are_changed_and_removed_on_pages_of_their_own(world: World, signed_in: SignIn) -> None:
    with transaction():
        held = make_draft(world)
    client, page = signed_in(LEAD), f"/rounds/{held.reference}/lots"
    second = f"{page}/{held.lots[1].id}"
    shown = client.get(second).text
    assert all(f'value="{typed}"' in shown for typed in ("£120.00", "£1,200.00", "£115.00"))
    changed = save(client, second, **{**LOT, "basis": "value", "tiers-from-1": "£1,000"})
    assert changed.location == page
    assert "24p from £1,000.00 a year" in re.sub(r"\s+", " ", client.get(page).text)
    assert client.submit(f"{second}/remove").location == page
    assert "Large meters" not in client.get(page).text.replace("removed", "").split("<main")[1].split("</h1>")[1]
    assert client.get(f"{page}/{held.lots[1].id}").status_code == 404


def test_trusts_found_on_the_register_are_invited_several_at_once(world: World, signed_in: SignIn) -> None:
    with transaction():
        held = make_round(world, joining=Joining.INVITATION, invited=frozenset({world.stranger.trust}))
        uid = trusts.get_trust(world.easton.trust).uid
    client, page = signed_in(LEAD), f"/rounds/{held.reference}/invitations"
    found = client.get(f"{page}?text=trust").text
    assert "Westbrook Schools Trust" in found
    assert f'value="{world.lead.trust}"' not in found
    both = client.submit(f"{page}?text=easton", trusts=[world.easton.trust])
    assert both.location == page
    assert "Choose at least one trust" in client.submit(f"{page}?text=westbrook").text
    with transaction():
        assert set(invited_ids(held.id)) == {world.stranger.trust, world.easton.trust}
    assert "Your trust is invited" in signed_in("buying@easton.example").get("/rounds").text
    assert client.submit(f"{page}/{uid}/remove").location == page
    assert client.get(f"{page}/{uid}/remove").status_code == 404
    assert signed_in("buying@easton.example").get(f"/rounds/{held.reference}").status_code == 404


def test_documents_are_for_anybody_or_for_those_that_take_part(
    world: World, signed_in: SignIn, client: PoliceClient
) -> None:
    with transaction():
        held = make_round(world)
    lead, page = signed_in(LEAD), f"/rounds/{held.reference}/documents"
    for name, audience in (("Spec.pdf", "public"), ("Prices.pdf", "parties")):
        assert lead.submit(page, files=[(BytesIO(PDF), name)], audience=audience).location == page
    spec, prices = re.findall(rf'href="({page}/\d+)"', lead.get(page).text)[::-1]
    shown = client.get(f"/rounds/{held.reference}").text
    assert ("Spec.pdf" in shown, "Prices.pdf" in shown, "more documents for trusts" in shown) == (True, False, True)
    assert (client.get(spec).status_code, client.get(prices).status_code) == (200, 404)
    assert lead.get(prices).status_code == 200
    assert lead.submit(f"{spec}/remove").location == page
    assert client.get(spec).status_code == 404


def test_the_page_of_a_round_says_what_is_bought_and_what_its_reader_can_do_next(
    world: World, signed_in: SignIn, client: PoliceClient
) -> None:
    with transaction():
        held = make_round(world)
        draft = make_draft(world)
    page = f"/rounds/{held.reference}"
    shown = client.get(page).text
    for says in ("Northgate Learning Trust", "09310000-5 Electricity", "Open procedure",
                 "11 December 2026", "Any trust", "Lot 2: Smart meters", "From £6,000.00",
                 "Sign in to join", "31 August 2030"):  # fmt: skip
        assert says in shown, says
    for says, email in (
        ("Show interest", "buying@westbrook.example"),
        ("People with the procurement lead role", "office@westbrook.example"),
        ("Enter what your trust wants", LEAD),
    ):
        assert says in signed_in(email).get(page).text, email
    lead, other = signed_in(LEAD), signed_in("buying@westbrook.example")
    assert "Run it again next year" in lead.get(page).text
    assert "Run this round" not in other.get(page).text
    for part in ("change/about", "change/joining", "lots", "lots/new", "invitations", "documents", "discard"):
        assert other.get(f"{page}/{part}").status_code == 404, part
        assert signed_in("office@northgate.example").get(f"{page}/{part}").status_code == 403, part
    assert client.get(f"/rounds/{draft.reference}").status_code == 404
    assert other.get(f"/rounds/{draft.reference}").status_code == 404
    assert lead.get(f"{page}/change/nothing").status_code == 404
    copied = lead.submit(f"{page}/copy", page=page).location
    assert "Copy of Electricity" in lead.get(copied).text
    assert lead.submit(f"{copied}/discard").location == "/rounds?shelf=led"


def test_its_lead_is_warned_before_and_after_publishing_that_by_quotes_alone_a_round_cannot_go_on(
    world: World, signed_in: SignIn
) -> None:
    unknown: dict[str, Any] = {"route": BuyingRoute.QUOTES, "months": None, "extension_months": 0}
    with transaction():
        draft, held, known = make_draft(world, **unknown), make_round(world, **unknown), make_draft(world)
    lead, says = signed_in(LEAD), "By quotes alone this cannot go on"
    for each, is_warned in ((draft, True), (held, True), (known, False)):
        assert (says in lead.get(f"/rounds/{each.reference}").text) is is_warned
    page = f"/rounds/{held.reference}"
    assert f'href="{page}/exemption"' in lead.get(page).text
    for other in ("buying@westbrook.example", "office@northgate.example"):
        assert says not in signed_in(other).get(page).text


def test_a_change_from_an_old_version_is_told(world: World, signed_in: SignIn) -> None:
    with transaction():
        held = make_round(world)
    stale = signed_in(LEAD).submit(f"/rounds/{held.reference}/change/about", **ABOUT, version="1")
    assert (stale.status_code, "See their version" in stale.text) == (422, True)


def test_rounds_are_listed_on_shelves_with_what_ties_a_trust_to_them_and_kept_as_sheets(
    world: World, signed_in: SignIn, client: PoliceClient
) -> None:
    with transaction():
        held = make_round(world)
    assert held.title in client.get("/rounds").text
    assert "Led by your trust" not in client.get("/rounds?shelf=led").text
    lead = signed_in(LEAD)
    assert "You lead" in lead.get("/rounds?shelf=led&sort=-lead").text
    assert "No rounds match" in lead.get("/rounds?text=nothing&stage=commitment").text
    assert "takes part in no rounds" in signed_in("office@easton.example").get("/rounds?shelf=joined").text
    assert "No rounds are under way" in client.get("/rounds?shelf=later").text
    csv = client.get("/rounds?format=csv").text
    assert f"{held.reference},Electricity for three years,Northgate Learning Trust,Open for interest" in csv
    assert client.get("/rounds?format=xlsx").status_code == 200
    assert held.reference in lead.get("/listings").text
