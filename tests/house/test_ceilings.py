"""A list of twenty costs the database what a list of three does, and no page or export asks more than its ceiling."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.approvals import actions as approvals
from app.charges import actions as charges
from app.charges import queries as charge_queries
from app.kernel.database import transaction
from app.services import actions as services
from app.services import queries as service_queries
from tests.charges.makers import make_finance_details
from tests.house.trade import BUYER, PROVIDER, Trade, make_trade
from tests.police import PoliceClient
from tests.services.makers import make_order, make_service, place

CEILING, JOINED = 30, 50
"""How much a page may ask; those that join every domain for somebody with every role may ask more."""
BOUGHT = ["/orders", "/charges", "/invoices", "/ledger", "/approvals?tab=waiting", "/approvals?tab=decided"]
SOLD = [
    "/orders?side=sold",
    "/listings",
    "/charges?side=owed",
    "/invoices?side=owed",
    "/ledger?account=receivable",
    "/trust/finance-details",
]
JOINING = ["/dashboard", "/"]
BOTH = ["/trust/audit", "/trust/scheme", "/trust/people", "/notices", *JOINING]


def pages(trade: Trade) -> list[tuple[str, str]]:
    """(who, address) of every list on these floors, and of its export where it has one."""
    shown = [(BUYER, page) for page in BOUGHT] + [(PROVIDER, page) for page in SOLD]
    shown += [(who, page) for who in (BUYER, PROVIDER) for page in BOTH]
    shown += [(BUYER, f"/ledger/statements/{trade.provider_uid}"), (BUYER, f"/trusts/{trade.provider_uid}")]
    exported = ("/orders", "/charges", "/invoices", "/ledger", "/approvals", "/listings", "/trust/audit")
    files = [(who, page) for who, page in shown if page.startswith(exported)]
    return shown + [(who, f"{page}{'&' if '?' in page else '?'}format=csv") for who, page in files]


def more(trade: Trade, count: int, at: datetime) -> None:
    """As many again of everything that is listed: orders in every state, charges, invoices, approvals, listings."""
    world = trade.world
    for n in range(count):
        moment = at + timedelta(minutes=n)
        make_service(world.provider, at=moment)
        make_order(world, at=moment)
        waiting = [place(world, trade.service, at=moment, years=3) for _ in range(2)]
        asked = service_queries.get_order(world.buyer.trust, waiting[0]).approval_reference
        assert asked is not None
        approvals.decline(reference=asked, reason="No", actor=world.cfo, at=moment)
        agreed = services.accept_order(reference=make_order(world, at=moment), actor=world.provider, at=moment)
        charge = charge_queries.list_charges_about(world.buyer.trust, [agreed])[0].reference
        charges.accept_charge(reference=charge, actor=world.buyer, at=moment)
        make_finance_details(world.provider_finance, moment)


@pytest.mark.of_pages
def test_no_list_costs_more_for_being_long(
    app: Flask, at: datetime, signed_in: Callable[[str], PoliceClient], statements: Callable[[], Any]
) -> None:
    with transaction():
        trade = make_trade(at)
        more(trade, 3, at)
    browsers = {who: signed_in(who) for who in (BUYER, PROVIDER)}

    def cost(who: str, page: str) -> int:
        with statements() as sent:
            assert browsers[who].get(page).status_code == 200, page
        return len(sent)

    short = {each: cost(*each) for each in pages(trade)}
    with transaction():
        more(trade, 17, at + timedelta(hours=1))
    assert {each: cost(*each) for each in pages(trade)} == short
    assert {each: n for each, n in short.items() if n > (JOINED if each[1] in JOINING else CEILING)} == {}
