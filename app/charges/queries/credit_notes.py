"""Reading credit notes: always those of one trust, as provider or buyer."""

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.charges.models import CreditNote, CreditNoteLine, Invoice
from app.charges.values import CreditNoteLineValue, CreditNoteValue
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money

EVERYTHING = (
    joinedload(CreditNote.invoice, innerjoin=True),
    selectinload(CreditNote.lines).joinedload(CreditNoteLine.invoice_line, innerjoin=True),
)


def get_credit_note(trust_id: int, reference: str) -> CreditNoteValue:
    """A credit note of which the trust is a party. Raises NotFound."""
    row = session().scalar(
        select(CreditNote)
        .options(*EVERYTHING)
        .where(CreditNote.reference == reference)
        .where(or_(CreditNote.provider_id == trust_id, CreditNote.buyer_id == trust_id))
    )
    if row is None:
        raise NotFound(f"no credit note {reference} of trust {trust_id}")
    return _value(row)


def list_credit_notes(trust_id: int, invoice_reference: str) -> list[CreditNoteValue]:
    """The credit notes that refer to an invoice of a trust's, oldest first."""
    rows = session().scalars(
        select(CreditNote)
        .join(Invoice, Invoice.id == CreditNote.invoice_id)
        .options(*EVERYTHING)
        .where(Invoice.reference == invoice_reference)
        .where(or_(CreditNote.provider_id == trust_id, CreditNote.buyer_id == trust_id))
        .order_by(CreditNote.id)
    )
    return [_value(row) for row in rows]


def _value(row: CreditNote) -> CreditNoteValue:
    return CreditNoteValue(
        reference=row.reference,
        number=row.number,
        provider_id=row.provider_id,
        buyer_id=row.buyer_id,
        invoice_reference=row.invoice.reference,
        invoice_number=row.invoice.number,
        is_vat_document=row.invoice.is_vat_document,
        issue_date=row.issue_date,
        issued_at=row.issued_at,
        reason=row.reason,
        net=Money(row.net_pence),
        vat=Money(row.vat_pence),
        gross=Money(row.gross_pence),
        lines=tuple(_line(line) for line in row.lines),
    )


def _line(line: CreditNoteLine) -> CreditNoteLineValue:
    return CreditNoteLineValue(
        position=line.invoice_line.position,
        description=line.invoice_line.description,
        vat_treatment=line.invoice_line.vat_treatment,
        vat_rate=line.invoice_line.vat_rate,
        net=Money(line.net_pence),
        vat=Money(line.vat_pence),
    )
