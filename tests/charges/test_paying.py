from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.charges import actions, queries
from app.charges.models import Charge
from app.charges.queries.checks import check_ledger
from app.charges.values import (
    AccountKind,
    ChargeSettled,
    ChargeState,
    CreditAsked,
    InvoiceCredited,
    InvoiceSettled,
    InvoiceState,
)
from app.kernel.database import session, transaction
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from tests.charges.makers import (
    line,
    make_credit_note,
    make_invoice,
    make_parties,
    make_settlement,
)
from tests.charges.pages import notices


def test_a_credit_note_takes_from_a_line_and_gives_back_its_vat(app: Flask, at: datetime, told: list[object]) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at, line(10_001), line(500, 1, VatTreatment.ZERO))
        told.clear()
        note = make_credit_note(parties, invoice, at, (1, 4), (2, 500))
        value = queries.get_credit_note(parties.buyer.trust, note)
        assert (value.number, value.net, value.vat) == ("90001-CN00001", Money(504), Money(1))
        assert (value.title, value.invoice_number) == ("VAT credit note", "90001-00001")
        detail = queries.get_invoice_detail(parties.buyer.trust, invoice)
        assert [each.left.pence for each in detail.lines] == [9_997, 0]
        assert detail.invoice.outstanding == Money(9_997 + 1_999)
        assert isinstance(told[0], InvoiceCredited)
        assert notices(parties.buyer)[-1] == "Credit note 90001-CN00001 takes £5.05 off invoice 90001-00001"
        assert check_ledger() == []


def test_an_unpaid_invoice_credited_in_full_is_neither_paid_nor_to_pay(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
        make_credit_note(parties, invoice, at, (1, 10_000))
        value = queries.get_invoice(parties.buyer.trust, invoice)
        assert (value.state, value.outstanding) == (InvoiceState.CREDITED, Money(0))
        assert session().scalars(select(Charge.state)).one() is ChargeState.CREDITED
        with pytest.raises(Refused, match="nothing left to pay"):
            actions.mark_paying(invoice_reference=invoice, at=at)
        with pytest.raises(Refused):
            make_credit_note(parties, invoice, at, (1, 1))
        assert check_ledger() == []


def test_crediting_a_paid_invoice_leaves_the_provider_owing(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
        make_settlement(parties, invoice, at)
        make_credit_note(parties, invoice, at, (1, 10_000))
        value = queries.get_invoice(parties.buyer.trust, invoice)
        assert (value.state, value.outstanding) == (InvoiceState.SETTLED, Money(-12_000))
        assert queries.balance(AccountKind.RECEIVABLE, parties.provider.trust) == Money(-12_000)
        assert check_ledger() == []


def test_a_settlement_pays_once_clears_the_accounts_and_tells_the_floors_above(
    app: Flask, at: datetime, told: list[object], deliver: Callable[[], int]
) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
        make_settlement(parties, invoice, at)
        again = actions.settle_invoice(
            invoice_reference=invoice, run_reference="SET-23456", amount=Money(12_000), at=at
        )
        assert again is False
        told.clear()
    deliver()
    ids = (parties.provider.trust, parties.buyer.trust)
    with transaction(writing=False):
        charge = session().scalars(select(Charge.reference)).one()
        assert {type(each): each for each in told} == {
            ChargeSettled: ChargeSettled(charge, invoice, "AGR-23456", *ids),
            InvoiceSettled: InvoiceSettled(invoice, "SET-23456", *ids, 12_000),
        }
        assert session().scalars(select(Charge.state)).one() is ChargeState.SETTLED
        detail = queries.get_invoice_detail(parties.buyer.trust, invoice)
        assert (detail.invoice.state, detail.run_reference, detail.settled_at) == (
            InvoiceState.SETTLED,
            "SET-23456",
            at,
        )
        for kind in (AccountKind.RECEIVABLE, AccountKind.PAYABLE, AccountKind.IN_SETTLEMENT):
            assert all(queries.balance(kind, trust) == Money(0) for trust in ids)
        assert queries.balance(AccountKind.STRIPE_CLEARING) == Money(0)
        assert notices(parties.provider)[-1] == "Trust 90002 paid invoice 90001-00001"
        assert notices(parties.buyer)[-1] == "Invoice 90001-00001 is paid"
        assert check_ledger() == []


@pytest.mark.parametrize("pence", [11_999, 12_001])
def test_an_amount_that_does_not_settle_an_invoice_leaves_it_unpaid(app: Flask, at: datetime, pence: int) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
        with pytest.raises(Refused, match="does not settle"):
            actions.settle_invoice(invoice_reference=invoice, run_reference="SET-1", amount=Money(pence), at=at)
        assert queries.get_invoice(parties.buyer.trust, invoice).state is InvoiceState.UNPAID


def test_a_second_run_does_not_settle_an_invoice_again(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
        make_settlement(parties, invoice, at)
        with pytest.raises(Refused, match="nothing left to pay"):
            actions.settle_invoice(invoice_reference=invoice, run_reference="SET-99999", amount=Money(12_000), at=at)


def test_a_payment_begins_once_and_may_come_to_nothing(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
        actions.mark_paying(invoice_reference=invoice, at=at)
        with pytest.raises(Refused, match="already on its way"):
            actions.mark_paying(invoice_reference=invoice, at=at)
        with pytest.raises(Refused, match="on its way"):
            make_credit_note(parties, invoice, at)
        for _ in range(2):
            actions.mark_unpaid(invoice_reference=invoice, at=at)
        assert queries.get_invoice(parties.buyer.trust, invoice).state is InvoiceState.UNPAID
        make_settlement(parties, invoice, at)
        with pytest.raises(Refused):
            actions.mark_unpaid(invoice_reference=invoice, at=at)


def test_a_credit_asks_for_a_reason_and_an_amount(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
        for asked, reason, field in (([], "Why", "line_1"), ([CreditAsked(1, Money(1))], " ", "reason")):
            with pytest.raises(Refused) as refused:
                actions.credit_invoice(reference=invoice, lines=asked, reason=reason, actor=parties.provider, at=at)
            assert refused.value.field == field
