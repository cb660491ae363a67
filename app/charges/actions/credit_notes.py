"""Crediting an invoice: the only way to correct one, for a person and for a rule."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import update

from app.audit import actions as audit
from app.charges import ledger, messages
from app.charges.actions.locks import lock_invoice
from app.charges.actions.numbers import CREDIT_NOTES, add_under_reference, next_number
from app.charges.models import Charge, CreditNote, CreditNoteLine, Invoice
from app.charges.queries.invoices import line_value
from app.charges.rules.charges import check_text
from app.charges.rules.invoices import check_credit, check_seen, credit_note_number, state_after_credit
from app.charges.rules.reductions import vat_taken
from app.charges.values import (
    AccountKind,
    ChargeState,
    CreditAsked,
    EntryKind,
    InvoiceCredited,
    InvoiceLineValue,
    InvoiceState,
)
from app.kernel.actor import Actor
from app.kernel.boards import news
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.money import Money
from app.trusts import queries as trusts


def credit_invoice(
    *,
    reference: str,
    lines: Sequence[CreditAsked],
    reason: str,
    actor: Actor,
    at: datetime,
    seen: Money | None = None,
) -> str:
    """The provider takes amounts off lines of its invoice; returns the credit note's reference.

    Amounts are net; the VAT goes with them. A paid invoice may be credited: the provider then owes
    the buyer that much. `seen` is how much had been credited, VAT included, when the person looked.
    Raises InvoiceRefused (CreditMustWait while a payment is on its way), ChargeRefused for a missing
    reason, NotFound.
    """
    invoice = lock_invoice(reference, provider_id=actor.trust)
    check_seen(Money(invoice.credited_pence), seen)
    check_credit(lines_of(invoice), lines, state=invoice.state)
    why = check_text(reason, "reason", "Enter why you are crediting the invoice")
    return credit_locked(invoice, {each.position: each.net for each in lines}, reason=why, actor=actor, at=at)


def lines_of(invoice: Invoice) -> dict[int, InvoiceLineValue]:
    """The lines of an invoice by their positions, with what is left of each."""
    return {line.position: line_value(line) for line in invoice.lines}


def credit_locked(
    invoice: Invoice, amounts: Mapping[int, Money], *, reason: str, actor: Actor | None, at: datetime
) -> str:
    """Take checked amounts off the lines of an invoice that this transaction holds; returns the credit note's
    reference. `actor` is None where a rule worked the amounts out."""
    held = lines_of(invoice)
    taken = [(position, net, _vat(held[position], net)) for position, net in amounts.items() if net]
    note = _add(invoice, taken, reason, actor, at)
    invoice.credited_pence += note.gross_pence
    left = Money(invoice.gross_pence - invoice.credited_pence - invoice.settled_pence)
    invoice.state = state_after_credit(invoice.state, left)
    session().flush()
    if invoice.state is InvoiceState.CREDITED:
        session().execute(update(Charge).where(Charge.invoice_id == invoice.id).values(state=ChargeState.CREDITED))
    _post(note, invoice, at)
    _tell(note, invoice, actor, at)
    return note.reference


def _vat(line: InvoiceLineValue, net: Money) -> Money:
    return vat_taken(net, left=line.left, vat_left=line.vat_left, rate=line.vat_rate)


def _add(
    invoice: Invoice, taken: Sequence[tuple[int, Money, Money]], reason: str, actor: Actor | None, at: datetime
) -> CreditNote:
    net, vat = Money.total(each[1] for each in taken), Money.total(each[2] for each in taken)
    sequence = next_number(invoice.provider_id, CREDIT_NOTES)
    number = credit_note_number(trusts.get_trust(invoice.provider_id).uid, sequence)
    note = add_under_reference(
        "CRN",
        lambda reference: CreditNote(
            reference=reference,
            invoice_id=invoice.id,
            provider_id=invoice.provider_id,
            buyer_id=invoice.buyer_id,
            sequence=sequence,
            number=number,
            reason=reason,
            issued_at=at,
            issue_date=london_date(at),
            issued_by=actor.person_id if actor else None,
            net_pence=net.pence,
            vat_pence=vat.pence,
            gross_pence=(net + vat).pence,
        ),
    )
    ids = {line.position: line.id for line in invoice.lines}
    session().add_all(
        CreditNoteLine(credit_note_id=note.id, invoice_line_id=ids[position], net_pence=net.pence, vat_pence=vat.pence)
        for position, net, vat in taken
    )
    session().flush()
    return note


def _post(note: CreditNote, invoice: Invoice, at: datetime) -> None:
    amount = Money(note.gross_pence)
    ledger.post_entry(
        key=f"credit-note:{note.reference}",
        kind=EntryKind.CREDIT_NOTE_ISSUED,
        subject=note.reference,
        invoice=invoice.reference,
        lines=[
            (AccountKind.RECEIVABLE, invoice.provider_id, -amount),
            (AccountKind.PAYABLE, invoice.buyer_id, amount),
        ],
        at=at,
    )


def _tell(note: CreditNote, invoice: Invoice, actor: Actor | None, at: datetime) -> None:
    audit.record(
        actor=actor,
        verb="charges.invoice_credited",
        subject=note.reference,
        at=at,
        concerns=[invoice.provider_id, invoice.buyer_id],
        facts={"invoice": invoice.reference, "gross_pence": note.gross_pence},
    )
    messages.tell_credited(note, invoice, at=at)
    event = InvoiceCredited(
        note.reference, invoice.reference, invoice.charge_reference, invoice.subject, note.gross_pence
    )
    news.tell(event, at=at)
