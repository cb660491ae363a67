"""The pages of deals and call-offs: what is typed is kept, who may see what, and a call-off from first to last."""

import csv
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from io import BytesIO, StringIO
from typing import Any

from flask import Flask
from pypdf import PdfReader

from app.kernel.database import transaction
from app.kernel.unit_price import UnitPrice
from app.procurement.actions.deals import close_deal
from app.procurement.actions.deals_lots import change_lot
from app.procurement.queries.call_offs import list_call_offs
from app.procurement.queries.deals import get_deal
from app.procurement.values import CallOffState, DealAudience, DealValue
from app.procurement.values.call_offs import CallOffFilter
from app.trusts import queries as trusts
from tests.clock import START
from tests.conftest import visitor
from tests.listings.makers import make_school
from tests.police import PoliceClient
from tests.procurement.deals_makers import CARE, call_off, make_deal
from tests.procurement.makers import World

SignIn = Callable[[str], PoliceClient]
LEAD, WESTBROOK, EASTON = "buying@northgate.example", "buying@westbrook.example", "buying@easton.example"
FILLED: dict[str, Any] = {
    "title": "Device care for schools",
    "summary": "Repairs of laptops and tablets.",
    "description": "Collected from **each school**.",
    "category": "classroom-devices",
    "cpv": "30213100-6",
    "purchase": "services",
    "awarded_by": "Open procedure, notice 2026/S 000-012345",
    "award_date-day": "30", "award_date-month": "10", "award_date-year": "2026",
    "until_date-day": "31", "until_date-month": "8", "until_date-year": "2027",
    "last_date-day": "31", "last_date-month": "8", "last_date-year": "2029",
    "phases": ["primary"],
    "regions": ["all"],
    "audience": "named",
}  # fmt: skip
LOT: dict[str, Any] = {
    "title": "Device care", "supplier": "Aspen Care Ltd", "unit": "device", "per": "year", "price": "£27.50",
    "vat": "standard",
}  # fmt: skip
DAYS: dict[str, Any] = {
    "start_date-day": "1", "start_date-month": "1", "start_date-year": "2027",
    "end_date-day": "31", "end_date-month": "12", "end_date-year": "2027",
}  # fmt: skip


def deal_of(world: World, **changes: Any) -> DealValue:
    with transaction():
        return make_deal(world, **changes)


def version_on(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found
    return found[1]


def hidden(page: str) -> dict[str, str]:
    """What a check page carries along."""
    sent = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in sent if name != "csrf_token"}


def test_a_deal_goes_from_a_draft_through_lots_and_names_to_a_close(made: World, signed_in: SignIn) -> None:
    client = signed_in(LEAD)
    refused = client.submit("/deals/new", **{**FILLED, "title": "", "last_date-day": "30", "last_date-year": "2026"})
    assert refused.status_code == 422
    assert "Enter a title" in refused.text
    assert "notice 2026/S 000-012345" in refused.text
    page = client.submit("/deals/new", **FILLED).location
    assert "No lots yet" in client.get(page).text
    assert visitor(client.application).get(page).status_code == 404
    lacking = client.submit(f"{page}/publish", page=page)
    assert lacking.status_code == 422
    assert "Add at least one lot" in lacking.text
    assert "Name at least one trust" in lacking.text
    empty = client.submit(f"{page}/lots/new", **{**LOT, "price": "cheap"})
    assert empty.status_code == 422
    assert "must be a price" in empty.text
    assert 'value="Aspen Care Ltd"' in empty.text
    new = client.get(f"{page}/lots/new").text
    assert client.submit(f"{page}/lots/new", **LOT, version=version_on(new)).status_code == 303
    stale = client.submit(f"{page}/lots/new", **LOT, version=version_on(new))
    assert stale.status_code == 422
    assert "Somebody else changed" in stale.text
    with transaction():
        uid = trusts.get_trust(made.westbrook.trust).uid
    found = client.get(f"{page}/trusts?text=westbrook").text
    assert "Westbrook Schools Trust" in found
    named = client.submit(f"{page}/trusts?text=westbrook", trusts=[str(made.westbrook.trust)])
    assert named.status_code == 303
    assert client.submit(f"{page}/publish", page=page).status_code == 303
    shown = client.get(page).text
    assert "£27.50 per device" in shown
    assert "Trusts it names (1)" in shown
    assert visitor(client.application).get(page).status_code == 404
    assert signed_in(EASTON).get(page).status_code == 404
    other = signed_in(WESTBROOK).get(page).text
    assert "Call off for your schools" in other
    assert f"{page}/change" not in other
    change = client.get(f"{page}/change").text
    assert 'value="30213100-6 Portable computers"' in change
    assert client.submit(f"{page}/change", **FILLED, version=version_on(change)).status_code == 303
    assert "is named yet" not in client.get(f"{page}/trusts").text
    assert client.submit(f"{page}/trusts/{uid}/remove").status_code == 303
    assert "needs at least one" in client.get(page).text
    assert client.submit(f"{page}/copy", page=page).location.endswith("/change")
    assert client.submit(f"{page}/close").location == "/listings"
    assert "can no longer be called off" in client.get(page).text
    assert signed_in(WESTBROOK).get(page).status_code == 410


def test_a_call_off_is_checked_placed_once_kept_and_cancelled(made: World, signed_in: SignIn) -> None:
    deal, client = deal_of(made), signed_in(WESTBROOK)
    page, (care, guides) = f"/deals/{deal.reference}/call-off", deal.lots
    school = made.westbrook_schools[0]
    assert "Cedar Primary School" in client.get(page).text
    refused = client.submit(page, check="1", **{**DAYS, "end_date-year": "2030", f"q-{care.id}-0": "many"})
    assert refused.status_code == 422
    assert "must be a whole number" in refused.text
    assert 'value="many"' in refused.text
    refused = client.submit(page, check="1", **{**DAYS, "end_date-year": "2030", f"q-{care.id}-0": "4"})
    assert "on or before 31 August 2029" in refused.text
    typed: dict[str, Any] = {**DAYS, "po_number": "PO 7", f"q-{care.id}-{school}": "10", f"q-{guides.id}-0": "20"}
    check = client.submit(page, check="1", **typed)
    assert check.status_code == 200
    for words in ("£275.00", "£357.00", "£412.00", "without asking anyone"):
        assert words in check.text, words
    again = client.submit(page, page=page, change="1", **hidden(check.text))
    assert again.status_code == 200
    assert 'value="20"' in again.text
    placed = client.submit(page, place="1", **hidden(check.text))
    assert placed.status_code == 303
    assert client.submit(page, place="1", **hidden(check.text)).location == placed.location
    shown = client.get(placed.location).text
    for words in ("Called off", "PO 7", "Cedar Primary School", "CON-", "Order to Birchwood Press (PDF)"):
        assert words in shown, words
    order = client.get(f"{placed.location}/order-1.pdf")
    text = " ".join(PdfReader(BytesIO(order.data)).pages[0].extract_text().split())
    for words in (
        "Call-off order",
        "Aspen Care Ltd",
        "Westbrook Schools Trust",
        "PO 7",
        "Cedar Primary School",
        "£330.00",
    ):
        assert words in text, words
    assert "Birchwood" not in text
    assert client.get(f"{placed.location}/order-3.pdf").status_code == 404
    assert signed_in(EASTON).get(placed.location).status_code == 404
    assert signed_in(LEAD).get(placed.location).status_code == 404
    listed = client.get("/call-offs?text=care").text
    assert "Device care for schools" in listed
    assert "No call-offs match" in client.get("/call-offs?state=declined").text
    rows = list(csv.reader(StringIO(client.get("/call-offs?format=csv").data.decode("utf-8-sig"))))
    assert rows[1][1:6] == [
        "Device care for schools", deal.reference, "Northgate Learning Trust", "Aspen Care Ltd, Birchwood Press",
        "Called off",
    ]  # fmt: skip
    assert rows[1][8:] == ["357.00", "412.00", "PO 7"]
    assert "No call-offs yet" in signed_in(EASTON).get("/call-offs").text
    assert "tell them" in client.get(f"{placed.location}/cancel").text
    assert client.submit(f"{placed.location}/cancel").status_code == 303
    assert "This was cancelled" in client.get(placed.location).text
    assert client.get(f"{placed.location}/order-1.pdf").status_code == 404


def test_a_price_that_moved_and_a_deal_that_closed_are_told_and_nothing_is_lost(made: World, signed_in: SignIn) -> None:
    deal, client = deal_of(made), signed_in(WESTBROOK)
    page, care = f"/deals/{deal.reference}/call-off", deal.lots[0]
    check = client.submit(page, check="1", **{**DAYS, f"q-{care.id}-0": "300"})
    assert "The chief financial officer decides" in check.text
    with transaction():
        change: dict[str, Any] = {"reference": deal.reference, "actor": made.lead, "at": START}
        version = get_deal(deal.reference).listing.version
        change_lot(lot_id=care.id, typed=replace(CARE, price=UnitPrice(300_000)), version=version, **change)
    moved = client.submit(page, place="1", **hidden(check.text))
    assert moved.status_code == 409
    assert "The price has changed" in moved.text
    assert "£9,000.00" in moved.text
    asked = client.submit(page, page=f"/deals/{deal.reference}", place="1", **hidden(moved.text))
    assert asked.status_code == 303
    assert "Waiting for approval" in client.get(asked.location).text
    check = client.submit(page, check="1", **{**DAYS, f"q-{care.id}-0": "7"})
    with transaction():
        close_deal(**change)
    closed = client.submit(page, page="/deals", place="1", **hidden(check.text))
    assert closed.status_code == 409
    for words in ("closed by the trust that lists it", "Nothing has been called off", "1 January 2027", "7 devices"):
        assert words in closed.text, words
    with transaction():
        states = [each.held.state for each in list_call_offs(made.westbrook.trust, CallOffFilter())]
    assert states == [CallOffState.LAPSED]
    for path in (asked.location, "/call-offs?state=lapsed", "/call-offs?format=csv"):
        assert "Not approved in time" in client.get(path).text, path


def test_deals_are_listed_exported_and_used_by_quantity_alone(app: Flask, made: World, signed_in: SignIn) -> None:
    assert "No deals open just now" in visitor(app).get("/deals").text
    deal = deal_of(made)
    deal_of(made, title="For Easton", audience=DealAudience.NAMED, named=frozenset({made.easton.trust}))
    with transaction():
        call_off(deal, made.westbrook, (0, None, 12), (1, made.westbrook_schools[0], 30))
    shown = visitor(app).get("/deals").text
    assert "Device care for schools" in shown
    assert "For Easton" not in shown
    assert "For Easton" in signed_in(EASTON).get("/deals?for_us=y&sort=-title").text
    rows = list(csv.reader(StringIO(visitor(app).get("/deals?format=csv").data.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["Device care for schools"]
    assert "No deals match" in visitor(app).get("/deals?text=nothing").text
    owner, page = signed_in(LEAD), f"/deals/{deal.reference}/call-offs"
    usage = owner.get(page).text
    for words in ("Westbrook Schools Trust", "12 devices a year", "30 guides"):
        assert words in usage, words
    assert "£" not in usage.partition("<main")[2].partition("</main>")[0]
    lot = deal.lots[1].id
    exported = list(csv.reader(StringIO(owner.get(f"{page}?lot={lot}&format=csv").data.decode("utf-8-sig"))))
    assert [row[4] for row in exported[1:]] == ["30"]
    assert owner.get(f"{page}?format=xlsx").status_code == 200
    assert signed_in(WESTBROOK).get(page).status_code == 404
    mine, value = signed_in(WESTBROOK).get(f"/deals/{deal.reference}").text, "£453.00"
    assert value in mine
    for reader, paths in (
        (owner, (f"/deals/{deal.reference}", page, f"{page}?format=csv", "/notices", "/call-offs")),
        (signed_in(EASTON), (f"/deals/{deal.reference}", "/call-offs", "/notices", "/deals")),
    ):
        for path in paths:
            shown = reader.get(path).text
            assert value not in shown, path
            assert value.removeprefix("£") not in shown, path


def test_a_trust_with_many_schools_chooses_its_lots_first(made: World, signed_in: SignIn) -> None:
    many = [replace(CARE, title=f"Care {number}") for number in range(6)]
    with transaction():
        deal = make_deal(made, lots=tuple(many))
        for number in range(60):
            make_school(made.westbrook.trust, f"School {number:02} of a trust with many of them")
    client, page = signed_in(WESTBROOK), f"/deals/{deal.reference}/call-off"
    assert "up to 2 lots at a time" in client.get(page).text
    first, second, third = (f"lot={lot.id}" for lot in deal.lots[:3])
    refused = client.get(f"{page}?{first}&{second}&{third}")
    assert refused.status_code == 422
    assert "Choose 2 lots or fewer" in refused.text
    chosen = client.get(f"{page}?{first}&{second}").text
    assert "School 59" in chosen
    assert "Care 2" not in chosen
    lots = [str(lot.id) for lot in deal.lots[:2]]
    check = client.submit(page, page=f"{page}?{first}", check="1", lot=lots, **{**DAYS, f"q-{lots[0]}-0": "2"})
    assert "£55.00" in check.text
    again = client.submit(page, page=f"{page}?{first}", change="1", lot=lots, **{**DAYS, f"q-{lots[0]}-0": "2"})
    assert "Care 1" in again.text
    assert "Care 2" not in again.text
