"""What is another trust's is not there: every page and deed of a trade, tried by someone who has no part in it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from app.web import access
from tests.databases import Stage
from tests.house.trade import BUYER, PROVIDER, STRANGER, Trade, make_trade
from tests.police import TOKEN, PoliceClient

pytestmark = pytest.mark.of_pages
SignIn = Callable[[str], PoliceClient]
WITHIN = ("/services/", "/orders/", "/agreements/", "/approvals/", "/charges/", "/invoices/", "/credit-notes/")
OF_ONE_SIDE = {
    "services.change_service": PROVIDER,
    "services.publish_service": PROVIDER,
    "services.close_service": PROVIDER,
    "services.copy_service": PROVIDER,
    "services.check_order": BUYER,
    "services.place_order": BUYER,
    "services.accept_order": PROVIDER,
    "services.decline_order": PROVIDER,
    "services.withdraw_order": BUYER,
    "approvals.show_approval": BUYER,
    "approvals.decide_approval": BUYER,
    "approvals.record_quote": BUYER,
    "approvals.remove_quote": BUYER,
    "charges.accept_charge": BUYER,
    "charges.query_charge": BUYER,
    "charges.change_po_number": BUYER,
    "charges.answer_query": PROVIDER,
    "charges.withdraw_charge": PROVIDER,
    "charges.credit_invoice": PROVIDER,
}
FOR_ANY_BUYER = {"services.order_service"}


def doors(app: Flask, trade: Trade) -> list[tuple[str, str, str]]:
    """(endpoint, method, address) of every page of a thing of the trade that is not open to all."""
    things = {
        "/services/": trade.draft,
        "/orders/": trade.orders[0],
        "/agreements/": trade.agreement,
        "/approvals/": trade.approvals[2],
        "/charges/": trade.charges[0],
        "/invoices/": trade.invoice,
        "/credit-notes/": trade.credit_note,
    }
    found = []
    for rule in app.url_map.iter_rules():
        kind = next((start for start in WITHIN if rule.rule.startswith(f"{start}<")), None)
        if kind is None or str(access.entry_of(app, rule.endpoint)) == "public" or rule.endpoint in FOR_ANY_BUYER:
            continue
        reference = trade.service if "<token>" in rule.rule else things[kind]
        address = rule.rule.replace("<reference>", reference).replace("<token>", trade.token)
        address = address.replace("<int:quote_id>", str(trade.quote))
        found += [(rule.endpoint, method, address) for method in ("GET", "POST") if method in (rule.methods or ())]
    return found


@pytest.fixture
def trade(stage: Stage, at: datetime) -> Trade:
    return stage.set(make_trade, at)


def tried(browser: PoliceClient, method: str, address: str) -> int:
    if method == "GET":
        return browser.get(address).status_code
    token = TOKEN.search(browser.get("/account").text)
    assert token
    return browser.post(address, data={"csrf_token": token[1]}).status_code


def test_a_third_trust_finds_nothing_of_a_trade(app: Flask, trade: Trade, signed_in: SignIn) -> None:
    stranger = signed_in(STRANGER)
    everywhere = doors(app, trade)
    assert {endpoint for endpoint, _, _ in everywhere} >= set(OF_ONE_SIDE)
    found = [each for each in everywhere if tried(stranger, *each[1:]) != 404]
    assert found == []
    assert stranger.get(f"/services/{trade.draft}").status_code == 404
    assert stranger.get(f"/ledger/statements/{trade.buyer_uid}").status_code == 404


def test_neither_party_finds_what_is_only_the_others(app: Flask, trade: Trade, signed_in: SignIn) -> None:
    browsers = {PROVIDER: signed_in(BUYER), BUYER: signed_in(PROVIDER)}
    found = [
        each
        for each in doors(app, trade)
        if each[0] in OF_ONE_SIDE and tried(browsers[OF_ONE_SIDE[each[0]]], *each[1:]) != 404
    ]
    assert found == []


@pytest.mark.parametrize("page", ["/orders", "/charges", "/invoices", "/ledger", "/approvals?tab=waiting", "/listings"])
def test_a_third_trusts_lists_and_exports_hold_nothing_of_a_trade(
    app: Flask, trade: Trade, signed_in: SignIn, page: str
) -> None:
    stranger = signed_in(STRANGER)
    join = "&" if "?" in page else "?"
    for more in ("", f"{join}side=sold", f"{join}side=owed", f"{join}format=csv"):
        text = stranger.get(page + more).text
        assert "Westbrook" not in text
        assert "Payroll bureau" not in text
