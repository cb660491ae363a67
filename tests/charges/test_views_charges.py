from datetime import datetime

import pytest
from flask import Flask

from app.charges import actions, queries
from app.charges.values import ChargeState, TakenOff
from app.kernel.database import transaction
from app.kernel.money import Money
from app.trusts.values import Role
from tests.charges.makers import (
    Parties,
    line,
    make_charge,
    make_credit_note,
    make_invoice,
)
from tests.charges.pages import BUYER, PROVIDER, STRANGER, SignIn, made, read, state_of
from tests.police import PoliceClient


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


def test_a_charge_shows_line_by_line_what_was_taken_off_it_and_why(
    signed_in: SignIn, parties: Parties, at: datetime
) -> None:
    with transaction():
        charge = make_charge(parties, at, line(10_000, 2, description="Place for <b>"), line(5_000))
        taken = [TakenOff(1, Money(5_000)), TakenOff(2, Money(500))]
        actions.take_off_charge(reference=charge, amounts=taken, reason="6 days & half", at=at, actor=None)
    page = signed_in(BUYER).get(f"/charges/{charge}").text
    for shown in ("Taken off", "Place for &lt;b&gt;", "6 days &amp; half", "£50.00 taken off", "£66.00 taken off"):
        assert shown in page, shown
    assert f"{charge},Trust 90001" in signed_in(BUYER).get("/charges?format=csv").text
    assert "195.00,39.00,234.00" in signed_in(BUYER).get("/charges?format=csv").text
    with transaction():
        actions.accept_charge(reference=charge, actor=parties.buyer, at=at)
        note = actions.take_off_charge(
            reference=charge, amounts=[TakenOff(2, Money(4_500))], reason="No-show", at=at, actor=None
        )
    page = signed_in(PROVIDER).get(f"/charges/{charge}").text
    for shown in (f"/credit-notes/{note}", "No-show", "£54.00 taken off by credit note 90001-CN00001"):
        assert shown in page, shown
    assert signed_in(BUYER).get(f"/credit-notes/{note}/pdf").status_code == 200


def test_a_charge_withdrawn_by_a_rule_says_that_nothing_is_owed(
    signed_in: SignIn, parties: Parties, at: datetime
) -> None:
    charge = made(lambda: make_charge(parties, at))
    taken = [TakenOff(1, Money(10_000))]
    made(lambda: actions.take_off_charge(reference=charge, amounts=taken, reason="Course cancelled", at=at, actor=None))
    for email, address in ((BUYER, "/charges"), (PROVIDER, "/charges?side=owed")):
        page = signed_in(email).get(f"/charges/{charge}").text
        assert "Nothing is owed" in page
        assert "Course cancelled" in page
        assert "Gross <strong>£0.00</strong>" in signed_in(email).get(address).text


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
