import re
from datetime import datetime, timedelta

import pytest

from app.charges import queries
from app.kernel.database import transaction
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from tests.charges.makers import (
    Parties,
    line,
    make_charge,
    make_credit_note,
    make_invoice,
    make_settlement,
)
from tests.charges.pages import BUYER, PROVIDER, SignIn, made, read


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
    too_much = client.submit(path, line_1="100.01", reason="Overcharged", seen="0")
    assert too_much.status_code == 422
    assert "Enter £100.00 or less" in too_much.text
    assert 'href="#line_1"' in too_much.text
    assert "Overcharged" in too_much.text
    assert client.submit(path, line_1="", line_2="", reason="Nothing").status_code == 422
    assert client.submit(path, line_1="ten", reason="Overcharged").status_code == 422
    assert client.submit(path, line_1="10", reason="").status_code == 422
    answer = client.submit(path, line_1="10", line_2="50.00", reason="Overcharged", seen="0")
    assert answer.status_code == 303
    page = signed_in(BUYER).get(answer.headers["Location"]).text
    assert "£62.00" in page
    assert "Overcharged" in page
    shown = client.get(f"/invoices/{invoice}").text
    assert "90001-CN00001" in shown
    assert "£108.00" in shown
    assert 'name="line_2"' not in client.get(path).text


@pytest.mark.parametrize("seen", ["0", "", "x", "-1", "9" * 30])
def test_a_credit_that_is_sent_twice_credits_once(signed_in: SignIn, parties: Parties, at: datetime, seen: str) -> None:
    invoice = made(lambda: make_invoice(parties, at, line(10_000)))
    client, path = signed_in(PROVIDER), f"/invoices/{invoice}/credit"
    assert client.submit(path, line_1="10", reason="Overcharged", seen="0").status_code == 303
    again = client.submit(path, line_1="10", reason="Overcharged", seen=seen)
    assert again.status_code == 422
    assert "£12.00 of this invoice has been credited since you opened this page" in again.text
    assert 'value="10"' in again.text
    assert 'name="seen" type="hidden" value="1200"' in again.text
    assert read(lambda: queries.get_invoice(parties.provider.trust, invoice)).credited == Money(1_200)
    assert client.submit(path, line_1="10", reason="Overcharged", seen="1200").status_code == 303


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
