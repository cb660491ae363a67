"""Proving the ledger: everything that must be true of it, asked of the database."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

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
from app.charges.rules.ledger import SHAPES
from app.charges.values import AccountKind, ChargeState, EntryKind, InvoiceState, LedgerFault
from app.kernel.database import session
from app.kernel.money import Money

OUTSTANDING = Invoice.gross_pence - Invoice.credited_pence - Invoice.settled_pence
IN_STEP = {
    InvoiceState.UNPAID: ChargeState.INVOICED,
    InvoiceState.PAYING: ChargeState.INVOICED,
    InvoiceState.SETTLED: ChargeState.SETTLED,
    InvoiceState.CREDITED: ChargeState.CREDITED,
}


def check_ledger() -> list[LedgerFault]:
    """Everything that does not hold, with the reference of each; an empty list proves the ledger."""
    checks = (
        _unbalanced,
        _left_open,
        _on_wrong_accounts,
        _on_wrong_trusts,
        _invoices_without_entry,
        _credit_notes_without_entry,
        _outstanding_differs,
        _receivables_differ,
        _numbers_with_gaps,
        _charges_out_of_step,
        _charges_differ_from_lines,
    )
    return [fault for check in checks for fault in check()]


def count_entries() -> int:
    """How many entries the ledger holds."""
    return session().scalar(select(func.count()).select_from(LedgerEntry)) or 0


def _unbalanced() -> Iterator[LedgerFault]:
    total, lines = func.coalesce(func.sum(LedgerLine.amount_pence), 0), func.count(LedgerLine.id)
    rows = session().execute(
        select(LedgerEntry.subject, LedgerEntry.key, total, lines)
        .outerjoin(LedgerLine, LedgerLine.entry_id == LedgerEntry.id)
        .group_by(LedgerEntry.id, LedgerEntry.subject, LedgerEntry.key)
        .having(or_(total != 0, lines < 2))
        .order_by(LedgerEntry.id)
    )
    for subject, key, amount, count in rows:
        yield LedgerFault(subject, f"Entry {key} has {count} lines, which come to {Money(int(amount))}.")


def _left_open() -> Iterator[LedgerFault]:
    query = select(LedgerEntry.subject, LedgerEntry.key).where(LedgerEntry.state != EntryState.POSTED)
    for subject, key in session().execute(query.order_by(LedgerEntry.id)):
        yield LedgerFault(subject, f"Entry {key} was never posted.")


def _on_wrong_accounts() -> Iterator[LedgerFault]:
    kind, account = LedgerEntry.kind, LedgerAccount.kind
    right = or_(*(and_(kind == each, account.in_(accounts)) for each, accounts in SHAPES.items()))
    for subject, key, held in session().execute(_lines().where(~right)):
        yield LedgerFault(subject, f"Entry {key} has a line on {held}, where its kind has none.")


def _on_wrong_trusts() -> Iterator[LedgerFault]:
    account, owner = LedgerAccount.kind, LedgerAccount.trust_id
    wrong = or_(
        and_(account == AccountKind.RECEIVABLE, owner != Invoice.provider_id),
        and_(account == AccountKind.PAYABLE, owner != Invoice.buyer_id),
        and_(account.in_((AccountKind.RECEIVABLE, AccountKind.PAYABLE)), LedgerEntry.invoice_id.is_(None)),
    )
    query = _lines().outerjoin(Invoice, Invoice.id == LedgerEntry.invoice_id).where(wrong)
    for subject, key, held in session().execute(query):
        yield LedgerFault(subject, f"Entry {key} has a line on the {held} account of a trust that is no party to it.")


def _lines() -> Select[str, str, AccountKind]:
    return (
        select(LedgerEntry.subject, LedgerEntry.key, LedgerAccount.kind)
        .select_from(LedgerLine)
        .join(LedgerEntry, LedgerEntry.id == LedgerLine.entry_id)
        .join(LedgerAccount, LedgerAccount.id == LedgerLine.account_id)
        .order_by(LedgerLine.id)
    )


def _invoices_without_entry() -> Iterator[LedgerFault]:
    posted = _posted_for(EntryKind.INVOICE_ISSUED, Invoice.reference)
    rows = session().execute(
        select(Invoice.reference, Invoice.gross_pence, posted).where(posted != Invoice.gross_pence).order_by(Invoice.id)
    )
    for reference, gross, held in rows:
        yield LedgerFault(reference, f"The invoice is for {Money(gross)}; the ledger has {Money(int(held))}.")


def _credit_notes_without_entry() -> Iterator[LedgerFault]:
    posted = _posted_for(EntryKind.CREDIT_NOTE_ISSUED, CreditNote.reference)
    rows = session().execute(
        select(CreditNote.reference, CreditNote.gross_pence, posted)
        .where(posted != -CreditNote.gross_pence)
        .order_by(CreditNote.id)
    )
    for reference, gross, held in rows:
        yield LedgerFault(reference, f"The credit note is for {Money(gross)}; the ledger has {Money(-int(held))}.")


def _posted_for(kind: EntryKind, reference: Any) -> ColumnElement[int]:
    return (
        select(func.coalesce(func.sum(LedgerLine.amount_pence), 0))
        .join(LedgerEntry, LedgerEntry.id == LedgerLine.entry_id)
        .join(LedgerAccount, LedgerAccount.id == LedgerLine.account_id)
        .where(LedgerEntry.state == EntryState.POSTED, LedgerAccount.kind == AccountKind.RECEIVABLE)
        .where(LedgerEntry.kind == kind, LedgerEntry.subject == reference)
        .scalar_subquery()
    )


def _outstanding_differs() -> Iterator[LedgerFault]:
    for kind, sign in ((AccountKind.RECEIVABLE, 1), (AccountKind.PAYABLE, -1)):
        held = (
            select(func.coalesce(func.sum(LedgerLine.amount_pence), 0) * sign)
            .join(LedgerEntry, LedgerEntry.id == LedgerLine.entry_id)
            .join(LedgerAccount, LedgerAccount.id == LedgerLine.account_id)
            .where(LedgerEntry.state == EntryState.POSTED, LedgerAccount.kind == kind)
            .where(LedgerEntry.invoice_id == Invoice.id)
            .scalar_subquery()
        )
        rows = session().execute(
            select(Invoice.reference, OUTSTANDING, held).where(held != OUTSTANDING).order_by(Invoice.id)
        )
        for reference, outstanding, amount in rows:
            said = f"{Money(int(outstanding))} is outstanding; the {kind} accounts have {Money(int(amount))}."
            yield LedgerFault(reference, said)


def _receivables_differ() -> Iterator[LedgerFault]:
    sides = [
        func.coalesce(func.sum(case((LedgerAccount.kind == kind, LedgerLine.amount_pence), else_=0)), 0)
        for kind in (AccountKind.RECEIVABLE, AccountKind.PAYABLE)
    ]
    owed, owing = (
        session()
        .execute(
            select(*sides)
            .select_from(LedgerLine)
            .join(LedgerEntry, LedgerEntry.id == LedgerLine.entry_id)
            .join(LedgerAccount, LedgerAccount.id == LedgerLine.account_id)
            .where(LedgerEntry.state == EntryState.POSTED)
        )
        .one()
    )
    if owed + owing:
        yield LedgerFault("ledger", f"Receivables are {Money(int(owed))}, but payables are {Money(-int(owing))}.")


def _numbers_with_gaps() -> Iterator[LedgerFault]:
    for model, kind in ((Invoice, "invoice"), (CreditNote, "credit_note")):
        highest, count, last = func.max(model.sequence), func.count(), func.coalesce(func.max(NumberSeries.last), 0)
        rows = session().execute(
            select(model.provider_id, highest, count, last)
            .outerjoin(NumberSeries, and_(NumberSeries.trust_id == model.provider_id, NumberSeries.kind == kind))
            .group_by(model.provider_id)
            .having(or_(highest != count, last != count))
            .order_by(model.provider_id)
        )
        for trust_id, top, held, counter in rows:
            said = f"{held} of kind {kind}, numbered up to {top}, with the counter at {counter}."
            yield LedgerFault(f"trust:{trust_id}", said)


def _charges_out_of_step() -> Iterator[LedgerFault]:
    right = or_(*(and_(Invoice.state == state, Charge.state == charge) for state, charge in IN_STEP.items()))
    rows = session().execute(
        select(Charge.reference, Charge.state, Invoice.state)
        .join(Invoice, Invoice.id == Charge.invoice_id)
        .where(~right)
        .order_by(Charge.id)
    )
    for reference, charge, invoice in rows:
        yield LedgerFault(reference, f"The charge is {charge}, but its invoice is {invoice}.")


def _charges_differ_from_lines() -> Iterator[LedgerFault]:
    net = _of_lines(ChargeLine.net_pence) - _taken(ChargeReductionLine.net_pence)
    vat = _of_lines(ChargeLine.vat_pence) - _taken(ChargeReductionLine.vat_pence)
    rows = session().execute(
        select(Charge.reference, Charge.net_pence, Charge.vat_pence, net, vat)
        .where(or_(Charge.net_pence != net, Charge.vat_pence != vat))
        .order_by(Charge.id)
    )
    for reference, *amounts in rows:
        charged, vat_charged, left, vat_left = (Money(int(each)) for each in amounts)
        said = f"The charge is for {charged} and VAT of {vat_charged}; its lines have {left} and {vat_left} left."
        yield LedgerFault(reference, said)


def _of_lines(column: Any) -> ColumnElement[int]:
    return (
        select(func.coalesce(func.sum(column), 0))
        .where(ChargeLine.charge_id == Charge.id)
        .correlate(Charge)
        .scalar_subquery()
    )


def _taken(column: Any) -> ColumnElement[int]:
    return (
        select(func.coalesce(func.sum(column), 0))
        .join(ChargeReduction, ChargeReduction.id == ChargeReductionLine.reduction_id)
        .where(ChargeReduction.charge_id == Charge.id)
        .correlate(Charge)
        .scalar_subquery()
    )
