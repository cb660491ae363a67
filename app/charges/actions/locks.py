"""Taking hold of a row until the transaction ends, so that what a rule reads is what is changed."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.charges.models import Charge, Invoice, InvoiceLine
from app.charges.queries.charges import with_lines
from app.kernel.database import session
from app.kernel.errors import NotFound


def lock_charge(reference: str, *, provider_id: int | None = None, buyer_id: int | None = None) -> Charge:
    """A charge with its lines and questions, held, of a provider or a buyer. Raises NotFound for another trust's."""
    query = select(Charge).where(Charge.reference == reference)
    if provider_id is not None:
        query = query.where(Charge.provider_id == provider_id)
    if buyer_id is not None:
        query = query.where(Charge.buyer_id == buyer_id)
    row = session().scalar(
        query.options(with_lines(), selectinload(Charge.queries))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(f"no charge {reference} of this trust")
    return row


def lock_invoice(reference: str, *, provider_id: int | None = None) -> Invoice:
    """An invoice with its lines and their credits, held. Raises NotFound for another trust's.

    Its charge is held first, in the order in which everyone takes the two, so that nobody waits for one who waits.
    """
    invoices = select(Invoice.id).where(Invoice.reference == reference)
    charges = select(Charge.id).where(Charge.invoice_id.in_(invoices)).order_by(Charge.id)
    session().execute(charges.with_for_update()).all()
    query = select(Invoice).where(Invoice.reference == reference)
    if provider_id is not None:
        query = query.where(Invoice.provider_id == provider_id)
    row = session().scalar(
        query.options(selectinload(Invoice.lines).selectinload(InvoiceLine.credits), selectinload(Invoice.settlement))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if row is None:
        raise NotFound(f"no invoice {reference} of this trust")
    return row
