import csv
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from flask import Flask

from app.charges import actions
from app.charges.rules.charges import MOST_LINES
from app.charges.views.lists import LINES_SHOWN, PAGE_SIZE
from app.kernel.boards import references
from app.kernel.database import transaction
from tests.charges.makers import (
    Parties,
    line,
    make_charge,
    make_finance_details,
    make_finance_lead,
    make_invoice,
)
from tests.charges.pages import BUYER, PROVIDER, STRANGER, SignIn, made, references_in

LAST_SECOND = datetime(2026, 8, 31, 22, 59, 59, tzinfo=UTC)


def test_references_lead_to_their_pages(app: Flask) -> None:
    assert references.address("CHG-23456") == "/charges/CHG-23456"
    assert references.address("inv-23456") == "/invoices/INV-23456"
    assert references.address("CRN-23456") == "/credit-notes/CRN-23456"


def test_empty_lists_say_what_will_be_there(signed_in: SignIn, parties: Parties) -> None:
    client = signed_in(STRANGER)
    said = {
        "/charges": "Nothing charged to your trust",
        "/charges?side=owed": "Your trust has charged nobody",
        "/invoices": "No invoices to your trust",
        "/invoices?side=owed": "No invoices from your trust",
        "/ledger": "No lines here",
        "/charges?text=nothing": "No charge matches",
        "/invoices?state=paying": "No invoice matches",
    }
    assert [path for path, words in said.items() if words not in client.get(path).text] == []


def test_charges_are_filtered_sorted_and_found(signed_in: SignIn, parties: Parties, at: datetime) -> None:
    with transaction():
        third = Parties(make_finance_lead("90003", at, name="Saltfen Trust"), parties.buyer)
        make_finance_details(third.provider, at)
        last_year = make_charge(parties, at - timedelta(days=400), line(30_000))
        small = make_charge(parties, at, line(1_000), po_number="PO-SMALL")
        other = make_charge(third, at + timedelta(hours=1), line(20_000))
        actions.query_charge(reference=other, question="Why?", actor=parties.buyer, at=at)
    client = signed_in(BUYER)

    def shown(query: str) -> list[str]:
        return references_in(client.get(f"/charges?{query}").text, "CHG")

    assert shown("") == [other, small, last_year]
    assert shown("sort=gross") == [small, other, last_year]
    assert shown("sort=-gross") == [last_year, other, small]
    assert shown("sort=nonsense") == [other, small, last_year]
    assert shown("state=queried") == [other]
    assert shown(f"other={parties.provider.trust}") == [small, last_year]
    assert shown("year=2025") == [last_year]
    assert shown("text=po-small") == [small]
    assert shown(f"text={other.lower()}") == [other]
    assert shown("text=%25") == []
    assert shown("year=abc&other=999&state=nonsense") == [other, small, last_year]
    assert "£612.00" in client.get("/charges").text


def test_an_accounting_year_turns_at_midnight_in_england_on_every_list(
    signed_in: SignIn, parties: Parties, at: datetime
) -> None:
    midnight = datetime(2026, 8, 31, 23, tzinfo=UTC)
    before, after = (made(lambda moment=each: make_invoice(parties, moment)) for each in (LAST_SECOND, midnight))  # type: ignore[misc]
    client = signed_in(BUYER)
    assert references_in(client.get("/invoices?year=2025").text, "INV") == [before]
    assert references_in(client.get("/invoices?year=2026").text, "INV") == [after]
    for page in ("/charges", "/ledger", "/ledger/statements/90001"):
        for year, invoice, other in ((2025, before, after), (2026, after, before)):
            text = client.get(f"{page}?year={year}&format=csv").text
            assert invoice in text, (page, year)
            assert other not in text, (page, year)


def test_long_lists_come_a_page_at_a_time_and_cost_no_more_queries(
    signed_in: SignIn, parties: Parties, at: datetime, statements: Any
) -> None:
    client = signed_in(BUYER)
    made(lambda: [make_invoice(parties, at)])

    def cost(path: str) -> int:
        client.get(path)
        with statements() as sent:
            assert client.get(path).status_code == 200
        return len(sent)

    paths = ("/charges", "/invoices", "/ledger")
    one = {path: cost(path) for path in paths}
    made(lambda: [make_invoice(parties, at + timedelta(minutes=n)) for n in range(30)])
    assert {path: cost(path) for path in paths} == one
    assert max(one.values()) <= 20, one
    assert len(references_in(client.get("/charges").text, "CHG")) == 25
    assert len(references_in(client.get("/charges?page=2").text, "CHG")) == 6
    assert len(references_in(client.get("/invoices?page=2").text, "INV")) == 6


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("path", ["/charges", "/invoices", "/ledger", "/ledger/statements/90001"])
def test_lists_are_exported_whole(signed_in: SignIn, parties: Parties, at: datetime, path: str, kind: str) -> None:
    made(lambda: [make_invoice(parties, at, reason='=HYPERLINK("evil")') for _ in range(26)])
    answer = signed_in(BUYER).get(f"{path}?format={kind}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    if kind == "csv":
        rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
        assert len(rows) == 27
        assert not [cell for row in rows for cell in row if cell.startswith("=")]
    else:
        assert answer.data.startswith(b"PK")


def test_an_export_keeps_to_the_filters(signed_in: SignIn, parties: Parties, at: datetime) -> None:
    with transaction():
        make_charge(parties, at)
        wanted = make_charge(parties, at, po_number="PO-9")
    answer = signed_in(BUYER).get("/charges?text=PO-9&format=csv")
    assert [row[0] for row in csv.reader(StringIO(answer.data.decode("utf-8-sig")))][1:] == [wanted]


def test_pages_stay_light_however_long_the_charge_and_the_statement_are(
    signed_in: SignIn, parties: Parties, at: datetime
) -> None:
    longest = [line(1_000 + n, description="D" * 400, vat_reason="R" * 400) for n in range(MOST_LINES)]
    with transaction():
        charge, invoice = make_charge(parties, at, *longest), make_invoice(parties, at, *longest)
        for n in range(PAGE_SIZE):
            make_invoice(parties, at + timedelta(days=n))
    client = signed_in(PROVIDER)
    pages = (f"/charges/{charge}", f"/invoices/{invoice}", f"/invoices/{invoice}/credit", "/ledger/statements/90002")
    assert [page for page in pages if client.get(page).status_code != 200] == []
    assert client.get(f"/charges/{charge}?page=3").text.count("D" * 400) == MOST_LINES - 2 * LINES_SHOWN
    assert len(references_in(client.get("/ledger/statements/90002?page=2").text, "INV")) == 0
    assert client.get("/ledger/statements/90002?page=2").text.count('href="/r/INV-') == 1
