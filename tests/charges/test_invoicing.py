from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from app.charges import actions, queries
from app.charges.queries.checks import check_ledger
from app.charges.values import (
    AccountKind,
    ChargeAccepted,
    ChargeState,
    InvoiceIssued,
    InvoiceState,
)
from app.kernel.database import transaction
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from tests.charges.makers import (
    VAT_NUMBERS,
    line,
    make_charge,
    make_finance_details,
    make_finance_lead,
    make_invoice,
    make_parties,
)
from tests.charges.pages import notices


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


def test_an_invoice_issued_ahead_states_its_own_day_as_the_time_of_supply(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        ahead = make_invoice(parties, at, supply_date=date(2027, 9, 1))
        since = make_invoice(parties, at, supply_date=date(2026, 11, 1))
        stated = [queries.get_invoice_detail(parties.buyer.trust, each).supply_date for each in (ahead, since)]
        assert stated == [date(2026, 11, 20), date(2026, 11, 1)]


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
        assert actions.issue_waiting(trust_id=parties.buyer.trust, actor=None, at=at) == 0
    with transaction():
        later = at + timedelta(days=3)
        assert make_finance_details(parties.provider, later) == 1
        (invoice,) = queries.list_invoices(parties.buyer.trust)
        assert (invoice.charge_reference, invoice.issue_date) == (charge, date(2026, 11, 23))
        assert actions.issue_waiting(trust_id=parties.provider.trust, actor=None, at=later) == 0


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


def test_the_buyer_changes_the_purchase_order_number_until_the_invoice_is_out(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        charge = make_charge(parties, at)
        actions.change_po_number(reference=charge, po_number=" PO-99 ", actor=parties.buyer, at=at)
        invoice = actions.accept_charge(reference=charge, actor=parties.buyer, at=at) or ""
        assert queries.get_invoice(parties.buyer.trust, invoice).po_number == "PO-99"
        with pytest.raises(Refused, match="already been invoiced"):
            actions.change_po_number(reference=charge, po_number="1", actor=parties.buyer, at=at)


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
