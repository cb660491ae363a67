"""What cannot be recorded is not done: a trigger of the database refuses the audit row, and nothing is stored."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from app.kernel.database import Base, transaction
from tests.databases import Stage
from tests.house.trade import APPROVER, BUYER, PROVIDER, Trade, make_trade
from tests.police import TOKEN, PoliceClient
from tests.services.views.sent import FILLED

SignIn = Callable[[str], PoliceClient]
Deed = tuple[str, str, dict[str, Any]]
FINANCE = {
    "legal_name": "Northgate",
    "address": "1 Mill Lane",
    "postcode": "LS1 4AP",
    "vat_registered": "no",
    "invoice_contact": "Finance team",
    "invoice_email": "finance@northgate.example",
    "from_date-day": "20",
    "from_date-month": "11",
    "from_date-year": "2026",
}
SCHEME = {
    **{f"{name}_{row}": "" for name in ("up_to", "decided_by", "quotes") for row in range(6)},
    "includes_vat": "no",
    "seen": "0",
    "decided_by_0": "board",
    **{name: value for name, value in FINANCE.items() if name.startswith("from_date")},
}
REFUSE = {
    "sqlite": ["CREATE TRIGGER unwritten BEFORE INSERT ON audit_row BEGIN SELECT RAISE(ABORT, 'unwritten'); END"],
    "postgresql": [
        "CREATE FUNCTION unwritten() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'unwritten'; END $$",
        "CREATE TRIGGER unwritten BEFORE INSERT ON audit_row FOR EACH ROW EXECUTE FUNCTION unwritten()",
    ],
}
ALLOW = {
    "sqlite": ["DROP TRIGGER unwritten"],
    "postgresql": ["DROP TRIGGER unwritten ON audit_row", "DROP FUNCTION unwritten"],
}


def deeds(trade: Trade) -> list[Deed]:
    """Who sends what to which page: each would change something."""
    accepted, declined, withdrawn = trade.orders
    approve, decline, quoted = trade.approvals
    charge, query, withdraw, number = trade.charges
    person = trade.world.provider_finance.person_id
    return [
        (PROVIDER, "/services/new", FILLED),
        (PROVIDER, f"/services/{trade.draft}/change", {**FILLED, "version": "1"}),
        (PROVIDER, f"/services/{trade.draft}/publish", {}),
        (PROVIDER, f"/services/{trade.service}/copy", {}),
        (BUYER, f"/services/{trade.service}/order/{trade.token}", {"seen": trade.seen}),
        (PROVIDER, f"/services/{trade.service}/close", {}),
        (PROVIDER, f"/orders/{accepted}/accept", {}),
        (PROVIDER, f"/orders/{declined}/decline", {"reason": "Full"}),
        (BUYER, f"/orders/{withdrawn}/withdraw", {"reason": "Too dear"}),
        (APPROVER, f"/approvals/{approve}/decide", {"decision": "approve"}),
        (APPROVER, f"/approvals/{decline}/decide", {"decision": "decline", "reason": "No"}),
        (BUYER, f"/approvals/{quoted}/quotes/new", {"supplier": "Northgate", "amount": "5"}),
        (BUYER, f"/approvals/{quoted}/quotes/{trade.quote}/remove", {}),
        (BUYER, "/trust/scheme/change", SCHEME),
        (BUYER, "/trust/scheme/appoint", {"post": "board", "person": str(trade.world.cfo.person_id)}),
        (BUYER, f"/charges/{charge}/accept", {}),
        (BUYER, f"/charges/{query}/query", {"question": "Why?"}),
        (BUYER, f"/charges/{number}/order-number", {"po_number": "PO-1"}),
        (PROVIDER, f"/charges/{withdraw}/withdraw", {"reason": "Wrong"}),
        (PROVIDER, f"/charges/{trade.queried}/answer", {"answer": "Because"}),
        (PROVIDER, f"/invoices/{trade.invoice}/credit", {"line_1": "1", "reason": "Overcharged", "seen": "120"}),
        (PROVIDER, "/trust/finance-details/change", FINANCE),
        (PROVIDER, f"/trust/people/{person}/roles", {"roles": ["buyer"]}),
        (PROVIDER, "/trust/people/invite", {"email": "new@northgate.example", "roles": ["buyer"]}),
    ]


@pytest.fixture
def trade(app: Flask, stage: Stage, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Trade:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return stage.set(make_trade, at)


@pytest.fixture
def send(signed_in: SignIn, trade: Trade) -> Callable[[Deed], int]:
    """Send a form as one of the people; the status of the answer."""
    browsers = {email: signed_in(email) for email in (PROVIDER, BUYER, APPROVER)}
    tokens = {email: TOKEN.search(browser.get("/account").text) for email, browser in browsers.items()}

    def post(deed: Deed) -> int:
        email, path, fields = deed
        token = tokens[email]
        assert token
        return browsers[email].post(path, data={"csrf_token": token[1], **fields}).status_code

    return post


@contextmanager
def unrecorded(database: str) -> Iterator[None]:
    """Inside, the database refuses every row of the audit trail."""
    _run(REFUSE[database])
    try:
        yield
    finally:
        _run(ALLOW[database])


def _run(statements: list[str]) -> None:
    with transaction() as current:
        for statement in statements:
            current.execute(text(statement))


@cache
def readings() -> dict[str, str]:
    """What asks for every row of each table, but for when a browser was last seen."""
    tables = [table for table in Base.metadata.sorted_tables if table.name != "sign_in_session"]
    return {each.name: str(select(each).order_by(*each.primary_key.columns)) for each in tables}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, as the database holds it."""
    with transaction(writing=False) as current:
        connection = current.connection()
        return {
            name: [tuple(row) for row in connection.exec_driver_sql(reading)] for name, reading in readings().items()
        }


def recorded() -> int:
    """How long the audit trail is."""
    with transaction(writing=False) as current:
        return current.execute(select(func.count()).select_from(Base.metadata.tables["audit_row"])).scalar_one()


def test_nothing_is_stored_where_its_audit_row_is_refused(
    database: str, trade: Trade, send: Callable[[Deed], int]
) -> None:
    before = everything()
    with unrecorded(database):
        for deed in deeds(trade):
            assert send(deed) == 500, deed
            changed = {name for name, rows in everything().items() if rows != before[name]}
            assert not changed, (deed, changed)


def test_each_of_those_deeds_is_done_and_recorded_otherwise(
    database: str, trade: Trade, send: Callable[[Deed], int]
) -> None:
    for deed in deeds(trade):
        trail = recorded()
        assert send(deed) == 303, deed
        assert recorded() > trail, deed
