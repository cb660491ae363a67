"""check-ledger finds each thing that can be untrue, and names it."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.charges.ledger import post_entry
from app.charges.models import (
    Charge,
    ChargeLine,
    ChargeReduction,
    ChargeReductionLine,
    CreditNote,
    Invoice,
    LedgerAccount,
    LedgerEntry,
    LedgerLine,
    NumberSeries,
)
from app.charges.models.ledger import EntryState
from app.charges.queries.checks import check_ledger
from app.charges.values import AccountKind, ChargeState, EntryKind
from app.kernel.database import session, transaction
from app.kernel.money import Money
from tests.charges.makers import Parties, make_credit_note, make_invoice, make_parties, make_settlement

Break = Callable[[Parties, str, datetime], str]


def copy_of(row: Invoice | CreditNote, **changes: object) -> dict[str, object]:
    held = {column.name: getattr(row, column.name) for column in row.__table__.columns if column.name != "id"}
    return {**held, **changes}


def an_invoice_that_was_never_posted(parties: Parties, invoice: str, at: datetime) -> str:
    row = session().scalars(select(Invoice)).one()
    session().add(Invoice(**copy_of(row, reference="INV-22222", charge_reference="CHG-22222", sequence=2)))
    session().execute(update(NumberSeries).values(last=2))
    return "INV-22222: The invoice is for £120.00; the ledger has £0.00."


def a_credit_note_that_was_never_posted(parties: Parties, invoice: str, at: datetime) -> str:
    make_credit_note(parties, invoice, at)
    row = session().scalars(select(CreditNote)).one()
    session().add(CreditNote(**copy_of(row, reference="CRN-22222", sequence=2)))
    return "CRN-22222: The credit note is for £1.20; the ledger has £0.00."


def an_invoice_that_says_it_is_paid(parties: Parties, invoice: str, at: datetime) -> str:
    session().execute(update(Invoice).values(settled_pence=12_000))
    return f"{invoice}: £0.00 is outstanding; the receivable accounts have £120.00."


def a_gap_in_the_numbers(parties: Parties, invoice: str, at: datetime) -> str:
    session().execute(update(NumberSeries).values(last=3))
    return f"trust:{parties.provider.trust}: 1 of kind invoice, numbered up to 1, with the counter at 3."


def a_charge_out_of_step(parties: Parties, invoice: str, at: datetime) -> str:
    session().execute(update(Charge).values(state=ChargeState.SETTLED))
    charge = session().scalars(select(Charge.reference)).one()
    return f"{charge}: The charge is settled, but its invoice is unpaid."


def a_charge_that_differs_from_its_lines(parties: Parties, invoice: str, at: datetime) -> str:
    charge = session().scalars(select(Charge)).one()
    reduction = ChargeReduction(charge_id=charge.id, reason="Cancelled", reduced_at=at)
    session().add(reduction)
    session().flush()
    line_id = session().scalars(select(ChargeLine.id)).one()
    session().add(
        ChargeReductionLine(reduction_id=reduction.id, charge_line_id=line_id, net_pence=1_000, vat_pence=200)
    )
    return f"{charge.reference}: The charge is for £100.00 and VAT of £20.00; its lines have £90.00 and £18.00 left."


def an_entry_left_open(parties: Parties, invoice: str, at: datetime) -> str:
    entry = LedgerEntry(
        key="stray", kind=EntryKind.FEE_TAKEN, subject="SET-22222", effective_at=at, state=EntryState.OPEN
    )
    session().add(entry)
    session().flush()
    return "SET-22222: Entry stray was never posted."


def an_entry_that_does_not_balance(parties: Parties, invoice: str, at: datetime) -> str:
    an_entry_left_open(parties, invoice, at)
    entry = session().scalars(select(LedgerEntry.id).where(LedgerEntry.key == "stray")).one()
    account = LedgerAccount(kind=AccountKind.FEES)
    session().add(account)
    session().flush()
    session().add(LedgerLine(entry_id=entry, account_id=account.id, amount_pence=7))
    return "SET-22222: Entry stray has 1 lines, which come to £0.07."


def a_line_on_a_wrong_account(parties: Parties, invoice: str, at: datetime) -> str:
    an_entry_left_open(parties, invoice, at)
    entry = session().scalars(select(LedgerEntry.id).where(LedgerEntry.key == "stray")).one()
    for kind, pence in ((AccountKind.FEES, 7), (AccountKind.SUSPENSE, -7)):
        account = LedgerAccount(kind=kind)
        session().add(account)
        session().flush()
        session().add(LedgerLine(entry_id=entry, account_id=account.id, amount_pence=pence))
    return "SET-22222: Entry stray has a line on suspense, where its kind has none."


def a_line_of_a_trust_that_is_no_party(parties: Parties, invoice: str, at: datetime) -> str:
    pair = [
        (AccountKind.RECEIVABLE, parties.buyer.trust, Money(5)),
        (AccountKind.PAYABLE, parties.provider.trust, Money(-5)),
    ]
    post_entry(key="stray", kind=EntryKind.INVOICE_ISSUED, subject="INV-22222", lines=pair, at=at, invoice=invoice)
    return "INV-22222: Entry stray has a line on the receivable account of a trust that is no party to it."


def a_payment_that_clears_one_side_only(parties: Parties, invoice: str, at: datetime) -> str:
    pair = [
        (AccountKind.STRIPE_CLEARING, None, Money(12_000)),
        (AccountKind.RECEIVABLE, parties.provider.trust, Money(-12_000)),
    ]
    post_entry(key="stray", kind=EntryKind.TRANSFER_MADE, subject="SET-2", lines=pair, at=at, invoice=invoice)
    return "ledger: Receivables are £0.00, but payables are £120.00."


BREAKS: list[Break] = [
    an_invoice_that_was_never_posted,
    a_credit_note_that_was_never_posted,
    an_invoice_that_says_it_is_paid,
    a_gap_in_the_numbers,
    a_charge_out_of_step,
    a_charge_that_differs_from_its_lines,
    an_entry_left_open,
    an_entry_that_does_not_balance,
    a_line_on_a_wrong_account,
    a_line_of_a_trust_that_is_no_party,
    a_payment_that_clears_one_side_only,
]


@pytest.mark.parametrize("break_it", BREAKS, ids=lambda each: each.__name__)
def test_check_ledger_names_what_does_not_hold_and_fails(app: Flask, at: datetime, break_it: Break) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
        assert check_ledger() == []
        said = break_it(parties, invoice, at)
    result = app.test_cli_runner().invoke(args=["charges", "check-ledger"])
    assert result.exit_code == 1
    assert said in result.output.splitlines()
    assert "the ledger does not hold" in result.output


def test_check_ledger_says_that_a_ledger_holds(app: Flask, at: datetime) -> None:
    with transaction():
        parties = make_parties(at)
        first, second = make_invoice(parties, at), make_invoice(parties, at)
        make_credit_note(parties, first, at)
        make_settlement(parties, first, at)
        make_credit_note(parties, second, at, (1, 10_000))
    result = app.test_cli_runner().invoke(args=["charges", "check-ledger"])
    assert (result.exit_code, result.output) == (0, "The ledger holds: 6 entries.\n")
