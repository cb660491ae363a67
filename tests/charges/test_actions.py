from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.audit import queries as audit
from app.charges import actions, queries
from app.charges.models import Charge, Invoice
from app.charges.queries.checks import check_ledger
from app.charges.values import (
    AccountKind,
    ChargeAccepted,
    ChargeQueried,
    ChargeSettled,
    ChargeState,
    CreditAsked,
    InvoiceCredited,
    InvoiceIssued,
    InvoiceSettled,
    InvoiceState,
)
from app.kernel.actor import Actor
from app.kernel.boards import News, news
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.notifications.models import Notice
from tests.charges.makers import (
    VAT_NUMBERS,
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


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The news that is told, as a floor above hears it; a board of its own, so that no other test hears it."""
    heard: list[object] = []
    board = News()
    for event in (ChargeAccepted, ChargeQueried, ChargeSettled, InvoiceIssued, InvoiceCredited, InvoiceSettled):

        def hear(event: object, at: datetime) -> None:
            heard.append(event)

        board.answer(event, hear)
    monkeypatch.setattr(news, "_reactions", board._reactions)
    return heard


def notices(person: Actor) -> list[str]:
    rows = session().scalars(select(Notice.subject).where(Notice.person_id == person.person_id).order_by(Notice.id))
    return list(rows)


def stranger(at: datetime) -> Actor:
    return make_finance_lead("90009", at)


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


def test_accepting_a_charge_issues_its_invoice_and_posts_it(app: Flask, at: datetime, told: list[object]) -> None:
    with transaction():
        parties = make_parties(at)
        reference = make_charge(parties, at, line(10_000, 3))
        invoice = actions.accept_charge(reference=reference, actor=parties.buyer, at=at)
        assert invoice is not None
        ids = (parties.provider.trust, parties.buyer.trust)
        assert told == [
            ChargeAccepted(reference, "AGR-23456", *ids),
            InvoiceIssued(invoice, reference, "AGR-23456", *ids),
        ]
    with transaction(writing=False):
        value = queries.get_invoice(parties.buyer.trust, invoice)
        assert (value.number, value.state) == ("90001-00001", InvoiceState.UNPAID)
        assert (value.gross, value.outstanding) == (Money(36_000), Money(36_000))
        assert (value.issue_date, value.due_date) == (date(2026, 11, 20), date(2026, 12, 20))
        assert queries.get_charge(ids[0], reference).charge.invoice_reference == invoice
        assert queries.balance(AccountKind.RECEIVABLE, ids[0]) == Money(36_000)
        assert queries.balance(AccountKind.PAYABLE, ids[1]) == Money(-36_000)
        assert notices(parties.provider)[-2:] == [
            f"Trust 90002 accepted charge {reference}",
            "Invoice 90001-00001 went to Trust 90002: £360.00",
        ]
        assert notices(parties.buyer)[-1] == "Invoice 90001-00001 from Trust 90001: £360.00"
        assert check_ledger() == []


def test_an_invoice_freezes_the_parties_as_they_were_on_the_day(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        make_finance_details(parties.provider, at, from_date=date(2026, 11, 21), legal_name="Renamed Trust")
        invoice = make_invoice(parties, at)
        make_finance_details(parties.buyer, at, vat_number=None, legal_name="Renamed too", from_date=date(2026, 11, 20))
    with transaction(writing=False):
        detail = queries.get_invoice_detail(parties.buyer.trust, invoice)
        assert detail.provider.name == detail.buyer.name == "Larkmoor Learning Trust"
        assert detail.provider.address == ("Larkmoor House", "14 Millstone Road", "Huddersfield", "HD4 6XQ")
        assert (detail.provider.vat_number, detail.buyer.vat_number) == VAT_NUMBERS[:2]
        assert (detail.provider.company_number, detail.provider.contact) == ("09000100", "Finance team")
        assert (detail.title, detail.invoice.po_number, len(detail.lines)) == ("VAT invoice", "PO-77", 1)


def test_an_invoice_is_dated_by_the_day_in_england(app: Flask, at: datetime) -> None:
    late = datetime(2026, 7, 31, 23, 30, tzinfo=UTC)
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, late)
        assert queries.get_invoice(parties.buyer.trust, invoice).issue_date == date(2026, 8, 1)


def test_a_trust_that_is_not_registered_issues_an_invoice_that_is_no_vat_invoice(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at, with_details=False)
        make_finance_details(parties.provider, at, vat_number=None)
        with pytest.raises(Refused, match="not registered for VAT"):
            make_charge(parties, at)
        invoice = make_invoice(parties, at, line(treatment=VatTreatment.OUTSIDE_SCOPE))
        detail = queries.get_invoice_detail(parties.buyer.trust, invoice)
        assert (detail.title, detail.provider.vat_number, detail.invoice.vat) == ("Invoice", None, Money(0))
        assert (detail.buyer.name, detail.buyer.address) == ("Trust 90002", ("1 Mill Lane", "Leeds", "LS1 4AP"))


def test_an_accepted_charge_waits_for_the_providers_details_and_is_invoiced_when_they_come(
    app: Flask, at: datetime
) -> None:
    with transaction():
        parties = make_parties(at, with_details=False)
        charge = make_charge(parties, at)
        assert actions.accept_charge(reference=charge, actor=parties.buyer, at=at) is None
        for actor in (parties.provider, parties.buyer):
            assert notices(actor)[-1] == f"The invoice for charge {charge} is waiting"
        assert queries.get_charge(parties.buyer.trust, charge).charge.state is ChargeState.ACCEPTED
        assert actions.issue_invoice(charge_reference=charge, actor=None, at=at) is None
    with transaction():
        later = at + timedelta(days=3)
        assert make_finance_details(parties.provider, later) == 1
        (invoice,) = queries.list_invoices(parties.buyer.trust)
        assert (invoice.charge_reference, invoice.issue_date) == (charge, date(2026, 11, 23))
        with pytest.raises(Refused, match="already been invoiced"):
            actions.issue_invoice(charge_reference=charge, actor=None, at=at)


def test_details_that_start_later_let_the_invoice_out_on_their_day(
    app: Flask, at: datetime, deliver: Callable[[], int]
) -> None:
    clock = app.extensions["clock"]
    with transaction():
        parties = make_parties(at, with_details=False)
        actions.accept_charge(reference=make_charge(parties, at), actor=parties.buyer, at=at)
        assert make_finance_details(parties.provider, at, from_date=date(2026, 11, 25)) == 0
    clock.moment = datetime(2026, 11, 24, 23, 59, tzinfo=UTC)
    deliver()
    with transaction(writing=False):
        assert queries.list_invoices(parties.buyer.trust) == []
    clock.moment = datetime(2026, 11, 25, 0, 0, tzinfo=UTC)
    deliver()
    with transaction(writing=False):
        (invoice,) = queries.list_invoices(parties.buyer.trust)
        assert invoice.issue_date == date(2026, 11, 25)


def test_a_charge_with_vat_waits_where_its_provider_turns_out_not_to_be_registered(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at, with_details=False)
        charge = make_charge(parties, at)
        actions.accept_charge(reference=charge, actor=parties.buyer, at=at)
        assert make_finance_details(parties.provider, at, vat_number=None) == 0
        actions.withdraw_charge(reference=charge, reason="VAT by mistake", actor=parties.provider, at=at)
        assert queries.get_charge(parties.buyer.trust, charge).charge.state is ChargeState.WITHDRAWN


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


def test_the_buyer_changes_the_purchase_order_number_until_the_invoice_is_out(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)
        actions.change_po_number(reference=charge, po_number=" PO-99 ", actor=parties.buyer, at=at)
        invoice = actions.accept_charge(reference=charge, actor=parties.buyer, at=at) or ""
        assert queries.get_invoice(parties.buyer.trust, invoice).po_number == "PO-99"
        with pytest.raises(Refused, match="already been invoiced"):
            actions.change_po_number(reference=charge, po_number="1", actor=parties.buyer, at=at)


def test_a_withdrawn_charge_is_owed_no_more(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)
        actions.withdraw_charge(reference=charge, reason="Raised twice", actor=parties.provider, at=at)
        with pytest.raises(Refused, match="withdrawn"):
            actions.accept_charge(reference=charge, actor=parties.buyer, at=at)
        assert notices(parties.buyer)[-1] == f"Trust 90001 withdrew charge {charge}"


def test_a_credit_note_takes_from_a_line_and_gives_back_its_vat(app: Flask, at: datetime, told: list[object]) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at, line(10_001), line(500, 1, VatTreatment.ZERO))
        told.clear()
        note = make_credit_note(parties, invoice, at, (1, 3), (2, 500))
        value = queries.get_credit_note(parties.buyer.trust, note)
        assert (value.number, value.net, value.vat) == ("90001-CN00001", Money(503), Money(1))
        assert (value.title, value.invoice_number) == ("VAT credit note", "90001-00001")
        detail = queries.get_invoice_detail(parties.buyer.trust, invoice)
        assert [each.left.pence for each in detail.lines] == [9_998, 0]
        assert detail.invoice.outstanding == Money(10_001 + 2_000 + 500 - 504)
        assert isinstance(told[0], InvoiceCredited)
        assert notices(parties.buyer)[-1] == "Credit note 90001-CN00001 takes £5.04 off invoice 90001-00001"
        assert check_ledger() == []


def test_an_unpaid_invoice_credited_in_full_is_neither_paid_nor_to_pay(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
        make_credit_note(parties, invoice, at, (1, 10_000))
        value = queries.get_invoice(parties.buyer.trust, invoice)
        assert (value.state, value.outstanding) == (InvoiceState.CREDITED, Money(0))
        assert queries.list_payable(parties.buyer.trust) == []
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
        assert queries.list_payable(parties.buyer.trust) == []
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


def test_finance_details_hold_from_their_day_and_their_history_stays(app: Flask, at: datetime) -> None:
    with transaction():
        actor = make_finance_lead("90001", at)
        make_finance_details(actor, at, from_date=date(2026, 1, 1), legal_name="First")
        make_finance_details(actor, at, from_date=date(2026, 12, 1), legal_name="Later")
        make_finance_details(actor, at, from_date=date(2026, 1, 1), legal_name="First, corrected")
        assert not queries.has_finance_details(actor.trust, date(2025, 12, 31))
        for day, name in ((date(2026, 1, 1), "First, corrected"), (date(2026, 11, 30), "First, corrected")):
            assert getattr(queries.find_details(actor.trust, day), "legal_name", None) == name
        assert getattr(queries.find_details(actor.trust, date(2026, 12, 1)), "legal_name", None) == "Later"
        assert [each.legal_name for each in queries.list_details(actor.trust)] == [
            "Later",
            "First, corrected",
            "First",
        ]


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


def test_a_credit_asks_for_a_reason_and_an_amount(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
        for asked, reason, field in (([], "Why", "line_1"), ([CreditAsked(1, Money(1))], " ", "reason")):
            with pytest.raises(Refused) as refused:
                actions.credit_invoice(reference=invoice, lines=asked, reason=reason, actor=parties.provider, at=at)
            assert refused.value.field == field
