import csv
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from flask import Flask

from app.charges import actions, queries
from app.charges.values import ChargeState, InvoiceState
from app.kernel.boards import references
from app.kernel.database import transaction
from app.kernel.vat import VatTreatment
from app.trusts.values import Role
from tests.charges.makers import (
    Parties,
    line,
    make_charge,
    make_credit_note,
    make_finance_details,
    make_finance_lead,
    make_invoice,
    make_parties,
    make_settlement,
)
from tests.police import PoliceClient

SignIn = Callable[[str], PoliceClient]
PROVIDER, BUYER, STRANGER = "finance@90001.example", "finance@90002.example", "finance@90009.example"


@pytest.fixture
def parties(app: Flask, at: datetime) -> Parties:
    with transaction():
        make_finance_lead("90009", at)
        return make_parties(at)


def read(work: Callable[[], Any]) -> Any:
    with transaction(writing=False):
        return work()


def made(work: Callable[[], Any]) -> Any:
    with transaction():
        return work()


def state_of(parties: Parties, charge: str) -> ChargeState:
    state: ChargeState = read(lambda: queries.get_charge(parties.buyer.trust, charge).charge.state)
    return state


def test_the_buyer_accepts_a_charge_and_both_see_its_invoice(signed_in: SignIn, parties: Parties, at: datetime) -> None:
    charge = made(lambda: make_charge(parties, at, line(10_000, 3)))
    buyer, provider = signed_in(BUYER), signed_in(PROVIDER)
    listed = buyer.get("/charges")
    assert charge in listed.text
    assert "£360.00" in listed.text
    assert charge not in buyer.get("/charges?side=owed").text
    assert charge in provider.get("/charges?side=owed").text
    assert "Accept charge" in buyer.get(f"/charges/{charge}").text
    assert "Accept charge" not in provider.get(f"/charges/{charge}").text
    assert buyer.submit(f"/charges/{charge}/accept").headers["Location"] == f"/charges/{charge}"
    (invoice,) = read(lambda: queries.list_invoices(parties.buyer.trust))
    for client, side in ((buyer, "owe"), (provider, "owed")):
        assert invoice.number in client.get(f"/invoices?side={side}").text
        page = client.get(f"/invoices/{invoice.reference}").text
        assert f"VAT invoice {invoice.number}" in page
    assert f'href="/invoices/{invoice.reference}/pay"' in buyer.get(f"/invoices/{invoice.reference}").text
    assert '/pay"' not in provider.get(f"/invoices/{invoice.reference}").text


def test_a_question_is_asked_answered_and_kept_on_the_charge(signed_in: SignIn, parties: Parties, at: datetime) -> None:
    charge = made(lambda: make_charge(parties, at))
    buyer, provider = signed_in(BUYER), signed_in(PROVIDER)
    assert buyer.submit(f"/charges/{charge}/query", question="Which <b>school</b>?").status_code == 303
    assert "Which &lt;b&gt;school&lt;/b&gt;?" in provider.get(f"/charges/{charge}").text
    assert provider.submit(f"/charges/{charge}/answer", answer="Both schools.").status_code == 303
    assert "Both schools." in buyer.get(f"/charges/{charge}").text
    assert state_of(parties, charge) is ChargeState.RAISED


@pytest.mark.parametrize(
    ("page", "email", "field", "message"),
    [
        ("query", BUYER, "question", "Enter your question"),
        ("withdraw", PROVIDER, "reason", "Enter why you are withdrawing the charge"),
        ("order-number", BUYER, "po_number", "40 characters"),
    ],
)
def test_a_form_sent_wrong_says_so_beside_the_field_and_changes_nothing(
    signed_in: SignIn, parties: Parties, at: datetime, page: str, email: str, field: str, message: str
) -> None:
    charge = made(lambda: make_charge(parties, at))
    typed = "x" * 41 if field == "po_number" else " "
    answer = signed_in(email).submit(f"/charges/{charge}/{page}", **{field: typed})
    assert answer.status_code == 422
    assert message in answer.text
    assert f'href="#{field}"' in answer.text
    detail = read(lambda: queries.get_charge(parties.buyer.trust, charge))
    assert (detail.charge.state, detail.charge.po_number, detail.queries) == (ChargeState.RAISED, "PO-77", ())


def test_a_second_acceptance_says_what_happened(signed_in: SignIn, parties: Parties, at: datetime) -> None:
    charge = made(lambda: make_charge(parties, at))
    buyer = signed_in(BUYER)
    buyer.submit(f"/charges/{charge}/accept")
    answer = buyer.submit(f"/charges/{charge}/accept")
    assert answer.status_code == 422
    assert "already been invoiced" in answer.text


def test_the_order_number_changes_and_the_charge_is_withdrawn(
    signed_in: SignIn, parties: Parties, at: datetime
) -> None:
    charge = made(lambda: make_charge(parties, at))
    signed_in(BUYER).submit(f"/charges/{charge}/order-number", po_number="PO-2026-9")
    assert read(lambda: queries.get_charge(parties.buyer.trust, charge)).charge.po_number == "PO-2026-9"
    signed_in(PROVIDER).submit(f"/charges/{charge}/withdraw", reason="Raised twice")
    assert state_of(parties, charge) is ChargeState.WITHDRAWN
    assert "Raised twice" in signed_in(BUYER).get(f"/charges/{charge}").text


def test_pages_of_other_trusts_things_do_not_exist(signed_in: SignIn, parties: Parties, at: datetime) -> None:
    charge = made(lambda: make_charge(parties, at))
    invoice = made(lambda: make_invoice(parties, at))
    note = made(lambda: make_credit_note(parties, invoice, at))
    paths = [f"/charges/{charge}{page}" for page in ("", "/accept", "/query", "/answer", "/withdraw", "/order-number")]
    paths += [f"/invoices/{invoice}{page}" for page in ("", "/pdf", "/credit")]
    paths += [f"/credit-notes/{note}", f"/credit-notes/{note}/pdf", "/ledger/statements/90001"]
    stranger, provider, buyer = signed_in(STRANGER), signed_in(PROVIDER), signed_in(BUYER)
    assert [path for path in paths if stranger.get(path).status_code != 404] == []
    not_providers = (f"/charges/{charge}/accept", f"/charges/{charge}/query", f"/charges/{charge}/order-number")
    assert [path for path in not_providers if provider.get(path).status_code != 404] == []
    not_buyers = (f"/charges/{charge}/answer", f"/charges/{charge}/withdraw", f"/invoices/{invoice}/credit")
    assert [path for path in not_buyers if buyer.get(path).status_code != 404] == []


def test_who_sees_money_but_does_not_manage_it_reads_and_changes_nothing(
    signed_in: SignIn, parties: Parties, at: datetime
) -> None:
    from app.people import actions as people
    from app.trusts import actions as register
    from tests.people.makers import PASSWORD

    charge = made(lambda: make_charge(parties, at))
    invoice = made(lambda: make_invoice(parties, at))
    with transaction():
        person = people.add_confirmed_person(email="buyer@90002.example", name="Buyer", password=PASSWORD, at=at)
        register.add_member(trust_id=parties.buyer.trust, person_id=person, roles=[Role.BUYER], at=at)
    client = signed_in("buyer@90002.example")
    page = client.get(f"/charges/{charge}").text
    assert "Accept charge" not in page
    assert "/order-number" not in page
    assert '/pay"' not in client.get(f"/invoices/{invoice}").text
    for path in (f"/charges/{charge}/accept", "/trust/finance-details", "/trust/finance-details/change"):
        assert client.get(path).status_code == 403


def test_money_is_for_those_who_act_for_a_trust(client: PoliceClient, app: Flask) -> None:
    for path in ("/charges", "/invoices", "/ledger", "/trust/finance-details"):
        assert client.get(path).status_code in (302, 303)


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


def references_in(page: str, prefix: str) -> list[str]:
    found = re.findall(rf'href="/(?:charges|invoices)/({prefix}-\w+)"', page)
    return list(dict.fromkeys(found))


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
    made(lambda: [make_invoice(parties, at, reason='=HYPERLINK("evil")') for _ in range(27)])
    answer = signed_in(BUYER).get(f"{path}?format={kind}")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    if kind == "csv":
        rows = list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))
        assert len(rows) == 28
        assert not [cell for row in rows for cell in row if cell.startswith("=")]
    else:
        assert answer.data.startswith(b"PK")


def test_an_export_keeps_to_the_filters(signed_in: SignIn, parties: Parties, at: datetime) -> None:
    with transaction():
        make_charge(parties, at)
        wanted = make_charge(parties, at, po_number="PO-9")
    answer = signed_in(BUYER).get("/charges?text=PO-9&format=csv")
    assert [row[0] for row in csv.reader(StringIO(answer.data.decode("utf-8-sig")))][1:] == [wanted]


def test_a_pdf_is_served_as_an_attachment_named_by_its_number(
    signed_in: SignIn, parties: Parties, at: datetime
) -> None:
    invoice = made(lambda: make_invoice(parties, at))
    note = made(lambda: make_credit_note(parties, invoice, at))
    client = signed_in(BUYER)
    for path, name in ((f"/invoices/{invoice}/pdf", "invoice-90001-00001"),):
        answer = client.get(path)
        assert (answer.mimetype, answer.data[:5]) == ("application/pdf", b"%PDF-")
        assert answer.headers["Content-Disposition"] == f"attachment; filename={name}.pdf"
    assert client.get(f"/credit-notes/{note}/pdf").data.startswith(b"%PDF-")


def test_the_provider_credits_an_invoice_line_by_line(signed_in: SignIn, parties: Parties, at: datetime) -> None:
    invoice = made(lambda: make_invoice(parties, at, line(10_000), line(5_000, 1, VatTreatment.ZERO)))
    client = signed_in(PROVIDER)
    path = f"/invoices/{invoice}/credit"
    too_much = client.submit(path, line_1="100.01", reason="Overcharged")
    assert too_much.status_code == 422
    assert "Enter £100.00 or less" in too_much.text
    assert 'href="#line_1"' in too_much.text
    assert "Overcharged" in too_much.text
    assert client.submit(path, line_1="", line_2="", reason="Nothing").status_code == 422
    assert client.submit(path, line_1="ten", reason="Overcharged").status_code == 422
    assert client.submit(path, line_1="10", reason="").status_code == 422
    answer = client.submit(path, line_1="10", line_2="50.00", reason="Overcharged")
    assert answer.status_code == 303
    page = signed_in(BUYER).get(answer.headers["Location"]).text
    assert "£62.00" in page
    assert "Overcharged" in page
    shown = client.get(f"/invoices/{invoice}").text
    assert "90001-CN00001" in shown
    assert "£108.00" in shown
    assert 'name="line_2"' not in client.get(path).text


def test_an_invoice_says_when_and_by_which_payment_it_was_paid_and_what_is_owed_back(
    signed_in: SignIn, parties: Parties, at: datetime
) -> None:
    with transaction():
        invoice = make_invoice(parties, at)
        make_settlement(parties, invoice, at)
    client = signed_in(BUYER)
    page = client.get(f"/invoices/{invoice}").text
    assert "Paid on 20 November 2026" in page
    assert "SET-23456" in page
    made(lambda: make_credit_note(parties, invoice, at, (1, 5_000)))
    assert "owes £60.00 back to" in client.get(f"/invoices/{invoice}").text


def test_an_invoice_past_its_day_is_shown_as_overdue(signed_in: SignIn, parties: Parties, at: datetime) -> None:
    late = made(lambda: make_invoice(parties, at - timedelta(days=31)))
    due = made(lambda: make_invoice(parties, at - timedelta(days=30)))
    client = signed_in(BUYER)
    assert "Overdue" in client.get(f"/invoices/{late}").text
    assert "Overdue" not in client.get(f"/invoices/{due}").text


def test_the_ledger_shows_each_account_and_its_figures_add_up(
    signed_in: SignIn, parties: Parties, at: datetime
) -> None:
    with transaction():
        first = make_invoice(parties, at - timedelta(days=365), line(10_000))
        make_invoice(parties, at, line(50_000))
        make_settlement(parties, first, at)
    page = signed_in(BUYER).get("/ledger?year=2026").text
    assert "Owed by us: £600.00" in page
    assert "Owed to us: £0.00" in page
    assert "Paid in, on its way: £0.00" in page
    assert re.search(r"Brought forward\s*</dt>\s*<dd[^>]*>\s*£120.00", page)
    assert re.search(r"Carried forward\s*</dt>\s*<dd[^>]*>\s*£600.00", page)
    assert 'href="/r/SET-23456"' in page
    provider = signed_in(PROVIDER).get("/ledger?account=receivable").text
    assert "Owed to us: £600.00" in provider


def test_a_statement_gives_the_balance_between_two_trusts(signed_in: SignIn, parties: Parties, at: datetime) -> None:
    with transaction():
        make_invoice(parties, at, line(10_000))
        make_invoice(Parties(parties.buyer, parties.provider), at, line(3_000))
    assert "We owe them £84.00" in signed_in(BUYER).get("/ledger/statements/90001").text
    assert "They owe us £84.00" in signed_in(PROVIDER).get("/ledger/statements/90002").text
    assert signed_in(BUYER).get("/ledger/statements/90009").status_code == 404
    assert signed_in(BUYER).get("/ledger/statements/nonsense").status_code == 404


DETAILS = {
    "legal_name": "Trust 90009 Limited",
    "address": "1 Mill Lane\nLeeds",
    "postcode": "LS1 4AP",
    "vat_registered": "yes",
    "vat_number": "GB999101388",
    "invoice_contact": "Finance team",
    "invoice_email": "finance@example.org",
    "from_date-day": "1",
    "from_date-month": "11",
    "from_date-year": "2026",
}


def test_finance_details_begin_with_the_register_and_are_kept_from_their_day(
    signed_in: SignIn, parties: Parties
) -> None:
    client = signed_in(STRANGER)
    assert "No finance details in force" in client.get("/trust/finance-details").text
    form = client.get("/trust/finance-details/change").text
    for words in ("Trust 90009", "1 Mill Lane", "LS1 4AP"):
        assert words in form
    assert client.submit("/trust/finance-details/change", **DETAILS).status_code == 303
    page = client.get("/trust/finance-details").text
    assert "In force since 1 November 2026" in page
    assert "GB 999 1013 88" in page
    later = {**DETAILS, "legal_name": "Renamed", "from_date-month": "12"}
    client.submit("/trust/finance-details/change", **later)
    page = client.get("/trust/finance-details").text
    assert "To come: from" in page
    assert "In force since 1 November 2026" in page


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"legal_name": ""}, "legal_name", "Enter the trust&#39;s legal name"),
        ({"postcode": "Leeds"}, "postcode", "Enter a full postcode"),
        ({"vat_registered": ""}, "vat_registered", "Say whether"),
        ({"vat_number": "GB123456789"}, "vat_number", "last two digits"),
        ({"vat_number": ""}, "vat_number", "Enter the VAT number"),
        ({"vat_registered": "no"}, "vat_number", "Remove the VAT number"),
        ({"invoice_email": "nobody"}, "invoice_email", "email address"),
        ({"from_date-year": "2036"}, "from_date-day", "next 12 months"),
        ({"from_date-day": "31"}, "from_date-day", "real date"),
    ],
)
def test_finance_details_in_error_say_so_beside_their_field_and_keep_what_was_typed(
    signed_in: SignIn, parties: Parties, changes: dict[str, str], field: str, message: str
) -> None:
    client = signed_in(STRANGER)
    answer = client.submit("/trust/finance-details/change", **{**DETAILS, **changes})
    assert answer.status_code == 422
    assert message in answer.text
    assert f'href="#{field}' in answer.text
    assert "Finance team" in answer.text
    assert "No finance details in force" in client.get("/trust/finance-details").text


def test_entering_details_lets_the_waiting_invoice_out_and_both_were_told_what_to_do(
    app: Flask, signed_in: SignIn, at: datetime
) -> None:
    with transaction():
        parties = make_parties(at, with_details=False)
        charge = make_charge(parties, at)
        actions.accept_charge(reference=charge, actor=parties.buyer, at=at)
    provider, buyer = signed_in(PROVIDER), signed_in(BUYER)
    assert "Enter finance details" in provider.get(f"/charges/{charge}").text
    waiting = buyer.get(f"/charges/{charge}").text
    assert "The invoice waits until Trust 90001 has entered its finance details" in waiting
    assert "Enter finance details" not in waiting
    answer = provider.submit("/trust/finance-details/change", **DETAILS)
    assert "1 waiting invoice was issued" in provider.get(answer.headers["Location"]).text
    (invoice,) = read(lambda: queries.list_invoices(parties.buyer.trust))
    assert invoice.state is InvoiceState.UNPAID


def test_what_people_typed_is_shown_as_text(signed_in: SignIn, parties: Parties, at: datetime) -> None:
    nasty = "<script>alert(1)</script>"
    with transaction():
        charge = make_charge(parties, at, line(description=nasty, vat_reason=nasty, unit=nasty), reason=nasty)
        invoice = make_invoice(parties, at, line(description=nasty), reason=nasty, po_number=nasty)
        make_credit_note(parties, invoice, at)
    client = signed_in(PROVIDER)
    for path in (f"/charges/{charge}", f"/invoices/{invoice}", f"/invoices/{invoice}/credit", "/charges?side=owed"):
        page = client.get(path).text
        assert nasty not in page
        assert "&lt;script&gt;" in page
