from datetime import datetime

import pytest
from flask import Flask

from app.charges import actions, queries
from app.charges.values import InvoiceState
from app.kernel.database import transaction
from tests.charges.makers import (
    Parties,
    make_charge,
    make_parties,
)
from tests.charges.pages import BUYER, PROVIDER, STRANGER, SignIn, read

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
