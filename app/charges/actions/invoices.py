"""Issuing an invoice, and following its payment."""

from datetime import date, datetime

from sqlalchemy import or_, select, update

from app.audit import actions as audit
from app.charges import ledger, messages
from app.charges.actions.locks import lock_invoice
from app.charges.actions.numbers import INVOICES, add_under_reference, next_number
from app.charges.models import Charge, Invoice, InvoiceLine, Settlement
from app.charges.queries.charges import lines_to_invoice, with_lines
from app.charges.queries.finance import find_details
from app.charges.queries.waiting import why_charge_waits
from app.charges.rules.invoices import (
    check_payable,
    check_settled,
    check_unpayable,
    due_on,
    invoice_number,
    time_of_supply,
)
from app.charges.values import (
    AccountKind,
    ChargeLineValue,
    ChargeSettled,
    ChargeState,
    EntryKind,
    FinanceDetailsValue,
    InvoiceIssued,
    InvoiceSettled,
    InvoiceState,
    Waiting,
)
from app.kernel.actor import Actor
from app.kernel.boards import news
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.money import Money
from app.trusts import queries as trusts
from app.trusts.values import TrustValue

COPIED = ("description", "quantity", "unit", "vat_treatment", "vat_rate", "vat_reason")


def issue_waiting(*, trust_id: int, actor: Actor | None, at: datetime) -> int:
    """Invoice every accepted charge of a trust's that waited for details; returns how many that were."""
    waiting = session().scalars(
        select(Charge)
        .options(with_lines())
        .where(Charge.state == ChargeState.ACCEPTED)
        .where(or_(Charge.provider_id == trust_id, Charge.buyer_id == trust_id))
        .order_by(Charge.provider_id, Charge.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return sum(issue_locked(charge, actor=actor, at=at) is not None for charge in waiting.all())


def issue_locked(charge: Charge, *, actor: Actor | None, at: datetime) -> str | None:
    """Invoice an accepted charge that this transaction holds, or tell its parties why it waits."""
    day = london_date(at)
    provider, buyer = find_details(charge.provider_id, day), find_details(charge.buyer_id, day)
    trust_values = trusts.trusts_by_id([charge.provider_id, charge.buyer_id])
    waiting = why_charge_waits(charge, provider, buyer, trust_values[charge.buyer_id])
    if waiting is not None or provider is None:
        messages.tell_waiting(charge, waiting or Waiting.PROVIDER_DETAILS, at=at)
        return None
    invoice = _add(charge, day, at, provider, trust_values[charge.provider_id], buyer, trust_values[charge.buyer_id])
    charge.state, charge.invoice_id = ChargeState.INVOICED, invoice.id
    session().flush()
    _post_issued(invoice, at)
    _record(invoice, "invoice_issued", actor, at, gross_pence=invoice.gross_pence, number=invoice.number)
    messages.tell_issued(invoice, at=at)
    event = InvoiceIssued(invoice.reference, charge.reference, charge.subject, charge.provider_id, charge.buyer_id)
    news.tell(event, at=at)
    return invoice.reference


def _post_issued(invoice: Invoice, at: datetime) -> None:
    amount = Money(invoice.gross_pence)
    ledger.post_entry(
        key=f"invoice:{invoice.reference}",
        kind=EntryKind.INVOICE_ISSUED,
        subject=invoice.reference,
        invoice=invoice.reference,
        lines=[
            (AccountKind.RECEIVABLE, invoice.provider_id, amount),
            (AccountKind.PAYABLE, invoice.buyer_id, -amount),
        ],
        at=at,
    )


def mark_paying(*, invoice_reference: str, at: datetime, actor: Actor | None = None) -> None:
    """A payment of an invoice has begun. Raises InvoiceRefused where nothing is left to pay or one has begun."""
    invoice = lock_invoice(invoice_reference)
    check_payable(invoice.state, _outstanding(invoice))
    invoice.state = InvoiceState.PAYING
    session().flush()
    _record(invoice, "payment_begun", actor, at, gross_pence=_outstanding(invoice).pence)


def mark_unpaid(*, invoice_reference: str, at: datetime, actor: Actor | None = None) -> None:
    """A payment that had begun came to nothing; doing it twice is harmless. Raises InvoiceRefused once it is paid."""
    invoice = lock_invoice(invoice_reference)
    if invoice.state is InvoiceState.UNPAID:
        return
    check_unpayable(invoice.state)
    invoice.state = InvoiceState.UNPAID
    session().flush()
    _record(invoice, "payment_ended", actor, at)


def settle_invoice(
    *, invoice_reference: str, run_reference: str, amount: Money, at: datetime, actor: Actor | None = None
) -> bool:
    """An invoice was paid in full by a settlement run: post it, and tell the parties and the floors above.

    Posts the one entry that clears the payer's money and both trusts' accounts. False where the same
    run has settled it already. Raises InvoiceRefused where the amount is not what is outstanding.
    """
    invoice = lock_invoice(invoice_reference)
    if invoice.settlement is not None and invoice.settlement.run_reference == run_reference:
        return False
    check_settled(invoice.state, _outstanding(invoice), amount)
    invoice.state = InvoiceState.SETTLED
    invoice.settled_pence += amount.pence
    session().add(
        Settlement(invoice_id=invoice.id, run_reference=run_reference, amount_pence=amount.pence, settled_at=at)
    )
    session().flush()
    _post_settled(invoice, run_reference, amount, at)
    _record(invoice, "invoice_settled", actor, at, gross_pence=amount.pence, run=run_reference)
    messages.tell_settled(invoice, amount, at=at)
    _spread_settled(invoice, run_reference, amount, at)
    return True


def _post_settled(invoice: Invoice, run_reference: str, amount: Money, at: datetime) -> None:
    ledger.post_entry(
        key=f"settle:{run_reference}:{invoice.reference}",
        kind=EntryKind.TRANSFER_MADE,
        subject=run_reference,
        invoice=invoice.reference,
        lines=[
            (AccountKind.IN_SETTLEMENT, invoice.buyer_id, amount),
            (AccountKind.STRIPE_CLEARING, None, -amount),
            (AccountKind.PAYABLE, invoice.buyer_id, amount),
            (AccountKind.RECEIVABLE, invoice.provider_id, -amount),
        ],
        at=at,
    )


def _spread_settled(invoice: Invoice, run_reference: str, amount: Money, at: datetime) -> None:
    parties = invoice.provider_id, invoice.buyer_id
    settled = session().execute(
        update(Charge)
        .where(Charge.invoice_id == invoice.id, Charge.state == ChargeState.INVOICED)
        .values(state=ChargeState.SETTLED)
        .returning(Charge.reference, Charge.subject)
    )
    for reference, subject in sorted(tuple(row) for row in settled):
        event = ChargeSettled(reference, invoice.reference, subject, *parties)
        news.tell_later(event, key=f"charge-settled:{reference}", at=at)
    whole = InvoiceSettled(invoice.reference, run_reference, *parties, amount.pence)
    news.tell_later(whole, key=f"invoice-settled:{invoice.reference}", at=at)


def _add(
    charge: Charge,
    day: date,
    at: datetime,
    provider: FinanceDetailsValue,
    provider_trust: TrustValue,
    buyer: FinanceDetailsValue | None,
    buyer_trust: TrustValue,
) -> Invoice:
    sequence = next_number(charge.provider_id, INVOICES)
    values = {
        "provider_id": charge.provider_id,
        "buyer_id": charge.buyer_id,
        "sequence": sequence,
        "number": invoice_number(provider_trust.uid, sequence),
        "is_vat_document": provider.vat_registered,
        "charge_reference": charge.reference,
        "subject": charge.subject,
        "reason": charge.reason,
        "issued_at": at,
        "issue_date": day,
        "supply_date": time_of_supply(charge.supply_date, day),
        "due_date": due_on(day),
        "po_number": charge.po_number,
        "net_pence": charge.net_pence,
        "vat_pence": charge.vat_pence,
        "gross_pence": charge.gross_pence,
        "state": InvoiceState.UNPAID,
        "credited_pence": 0,
        "settled_pence": 0,
        **_party("provider", provider, provider_trust),
        **_party("buyer", buyer, buyer_trust),
    }
    invoice = add_under_reference("INV", lambda reference: Invoice(reference=reference, **values))
    session().add_all(_line(invoice.id, position, line) for position, line in lines_to_invoice(charge))
    session().flush()
    return invoice


def _party(side: str, details: FinanceDetailsValue | None, trust: TrustValue) -> dict[str, object]:
    address = [*details.address_lines, details.postcode] if details else list(trust.address_lines)
    return {
        f"{side}_name": details.legal_name if details else trust.name,
        f"{side}_address": address,
        f"{side}_vat_number": details.vat_number if details else None,
        f"{side}_company_number": trust.company_number or None,
        f"{side}_contact": details.invoice_contact if details else None,
        f"{side}_email": details.invoice_email if details else None,
    }


def _line(invoice_id: int, position: int, line: ChargeLineValue) -> InvoiceLine:
    return InvoiceLine(
        invoice_id=invoice_id,
        position=position,
        unit_price_pence=line.unit_price.pence,
        net_pence=line.net.pence,
        vat_pence=line.vat.pence,
        **{name: getattr(line, name) for name in COPIED},
    )


def _outstanding(invoice: Invoice) -> Money:
    return Money(invoice.gross_pence - invoice.credited_pence - invoice.settled_pence)


def _record(invoice: Invoice, deed: str, actor: Actor | None, at: datetime, **facts: int | str) -> None:
    audit.record(
        actor=actor,
        verb=f"charges.{deed}",
        subject=invoice.reference,
        at=at,
        concerns=[invoice.provider_id, invoice.buyer_id],
        facts=facts,
    )
