from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit import queries as audit
from app.charges import actions, queries
from app.charges.models import Invoice
from app.charges.values import (
    AccountKind,
    ChargeQueried,
    ChargeState,
)
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from tests.charges.makers import (
    Parties,
    line,
    make_charge,
    make_credit_note,
    make_invoice,
    make_parties,
    make_settlement,
)
from tests.charges.pages import notices, stranger

DEEDS = (
    "finance_details_set",
    "charge_raised",
    "charge_queried",
    "query_answered",
    "po_number_changed",
    "charge_accepted",
    "invoice_issued",
    "payment_begun",
    "invoice_settled",
    "invoice_credited",
    "charge_withdrawn",
)


def test_a_charge_is_raised_once_for_its_key_with_vat_by_line(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        lines = (line(3), line(3), line(10_000, 2, VatTreatment.EXEMPT))
        first = make_charge(parties, at, *lines, key="agreement:1:2026")
        assert make_charge(parties, at, line(1), key="agreement:1:2026") == first
    with transaction(writing=False):
        (charge,) = queries.list_charges(parties.buyer.trust)
        assert (charge.net, charge.vat, charge.gross) == (Money(20_006), Money(2), Money(20_008))
        assert charge.state is ChargeState.RAISED
        assert [each.vat_rate for each in queries.get_charge(parties.provider.trust, first).lines] == [2000, 2000, 0]
        assert notices(parties.buyer) == ["Trust 90001 charges your trust £200.08"]
        assert notices(parties.provider) == []


def test_another_trust_neither_sees_nor_moves_a_charge_or_an_invoice(app: Flask, at: datetime) -> None:
    with transaction():
        parties, other = make_parties(at), stranger(at)
        charge, invoice = make_charge(parties, at), make_invoice(parties, at)
        note = make_credit_note(parties, invoice, at)
        makers: list[Callable[[], object]] = [
            lambda: queries.get_charge(other.trust, charge),
            lambda: queries.get_invoice(other.trust, invoice),
            lambda: queries.get_invoice_detail(other.trust, invoice),
            lambda: queries.get_credit_note(other.trust, note),
            lambda: actions.accept_charge(reference=charge, actor=other, at=at),
            lambda: actions.accept_charge(reference=charge, actor=parties.provider, at=at),
            lambda: actions.query_charge(reference=charge, question="Why?", actor=parties.provider, at=at),
            lambda: actions.answer_query(reference=charge, answer="So.", actor=parties.buyer, at=at),
            lambda: actions.withdraw_charge(reference=charge, reason="Wrong", actor=parties.buyer, at=at),
            lambda: actions.change_po_number(reference=charge, po_number="1", actor=parties.provider, at=at),
            lambda: make_credit_note(Parties(parties.buyer, parties.provider), invoice, at),
        ]
        for make in makers:
            with pytest.raises(NotFound):
                make()
        assert queries.list_charges(other.trust) == []
        assert queries.list_invoices(other.trust) == []
        assert queries.list_ledger(other.trust) == []


def test_a_question_goes_to_the_provider_and_its_answer_back(app: Flask, at: datetime, told: list[object]) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)
        actions.query_charge(reference=charge, question="Which school?", actor=parties.buyer, at=at)
        assert told == [ChargeQueried(charge, "AGR-23456", parties.provider.trust, parties.buyer.trust)]
        with pytest.raises(Refused, match="Wait for the answer"):
            actions.accept_charge(reference=charge, actor=parties.buyer, at=at)
        actions.answer_query(reference=charge, answer="Both.", actor=parties.provider, at=at)
        detail = queries.get_charge(parties.buyer.trust, charge)
        assert detail.charge.state is ChargeState.RAISED
        assert [(each.question, each.answer) for each in detail.queries] == [("Which school?", "Both.")]
        assert notices(parties.provider) == [f"Trust 90002 asks about charge {charge}"]
        assert notices(parties.buyer)[-1] == f"Trust 90001 answered your question about charge {charge}"
        assert actions.accept_charge(reference=charge, actor=parties.buyer, at=at)


@pytest.mark.parametrize("text", ["", "   ", "x" * 2_001])
def test_a_question_an_answer_and_a_withdrawal_need_words(app: Flask, at: datetime, text: str) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)
        with pytest.raises(Refused) as refused:
            actions.query_charge(reference=charge, question=text, actor=parties.buyer, at=at)
        assert refused.value.field == "question"
        with pytest.raises(Refused) as refused:
            actions.withdraw_charge(reference=charge, reason=text, actor=parties.provider, at=at)
        assert refused.value.field == "reason"


def test_a_withdrawn_charge_is_owed_no_more(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)
        actions.withdraw_charge(reference=charge, reason="Raised twice", actor=parties.provider, at=at)
        with pytest.raises(Refused, match="withdrawn"):
            actions.accept_charge(reference=charge, actor=parties.buyer, at=at)
        assert notices(parties.buyer)[-1] == f"Trust 90001 withdrew charge {charge}"


def test_every_deed_is_on_record_for_both_parties(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)
        actions.query_charge(reference=charge, question="Why?", actor=parties.buyer, at=at)
        actions.answer_query(reference=charge, answer="So.", actor=parties.provider, at=at)
        actions.change_po_number(reference=charge, po_number="1", actor=parties.buyer, at=at)
        invoice = actions.accept_charge(reference=charge, actor=parties.buyer, at=at) or ""
        make_settlement(parties, invoice, at)
        make_credit_note(parties, invoice, at)
        actions.withdraw_charge(reference=make_charge(parties, at), reason="Wrong", actor=parties.provider, at=at)
        for actor in (parties.provider, parties.buyer):
            verbs = [row.verb for row in audit.list_for_trust(actor.trust, verb="charges.", most=100)]
            assert set(verbs) == {f"charges.{deed}" for deed in DEEDS}


def test_nothing_is_saved_when_the_audit_row_fails(app: Flask, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)

    def fail(**_: object) -> None:
        raise RuntimeError("the trail is full")

    from app.audit import actions as trail

    monkeypatch.setattr(trail, "record", fail)
    with pytest.raises(RuntimeError, match="full"), transaction():
        actions.accept_charge(reference=charge, actor=parties.buyer, at=at)
    with transaction(writing=False):
        assert queries.get_charge(parties.buyer.trust, charge).charge.state is ChargeState.RAISED
        assert session().scalars(select(Invoice)).all() == []
        assert queries.balance(AccountKind.PAYABLE, parties.buyer.trust) == Money(0)
