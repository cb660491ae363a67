"""Reading invoices: always those of one trust, as provider or buyer."""

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from app.charges.models import Invoice, InvoiceLine
from app.charges.rules.years import days_of
from app.charges.values import (
    InvoiceDetail,
    InvoiceLineValue,
    InvoicesWanted,
    InvoiceValue,
    ListTotals,
    Party,
    Side,
)
from app.kernel.clock import accounting_year
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money

OUTSTANDING = Invoice.gross_pence - Invoice.credited_pence - Invoice.settled_pence
SORTS = {
    "issued": Invoice.issue_date,
    "due": Invoice.due_date,
    "number": Invoice.number,
    "gross": Invoice.gross_pence,
    "outstanding": OUTSTANDING,
    "state": Invoice.state,
}


def get_invoice(trust_id: int, reference: str) -> InvoiceValue:
    """An invoice of which the trust is a party. Raises NotFound."""
    row = session().scalar(select(Invoice).where(Invoice.reference == reference, is_party(trust_id)))
    return invoice_value(_found(row, reference, trust_id))


def get_invoice_detail(trust_id: int, reference: str) -> InvoiceDetail:
    """An invoice of which the trust is a party, with all its page and its PDF show. Raises NotFound."""
    row = session().scalar(
        select(Invoice)
        .options(selectinload(Invoice.lines).selectinload(InvoiceLine.credits), joinedload(Invoice.settlement))
        .where(Invoice.reference == reference, is_party(trust_id))
        .execution_options(populate_existing=True)
    )
    return detail_value(_found(row, reference, trust_id))


def list_invoices(
    trust_id: int, wanted: InvoicesWanted | None = None, *, skip: int = 0, most: int | None = None
) -> list[InvoiceValue]:
    """The invoices of a trust that were asked for, in the order asked for."""
    wanted = wanted or InvoicesWanted()
    column = SORTS.get(wanted.sort, Invoice.issue_date)
    rows = session().scalars(
        select(Invoice)
        .where(*_wanted(trust_id, wanted))
        .order_by(column.desc() if wanted.down else column, Invoice.id.desc() if wanted.down else Invoice.id)
        .offset(skip)
        .limit(most)
    )
    return [invoice_value(row) for row in rows]


def total_invoices(trust_id: int, wanted: InvoicesWanted) -> ListTotals:
    """How many invoices `list_invoices` would list in all, and what they come to."""
    columns = (Invoice.net_pence, Invoice.vat_pence, Invoice.gross_pence, OUTSTANDING)
    sums = [func.coalesce(func.sum(each), 0) for each in columns]
    count, *amounts = (
        session().execute(select(func.count(), *sums).select_from(Invoice).where(*_wanted(trust_id, wanted))).one()
    )
    return ListTotals(count, *(Money(int(amount)) for amount in amounts))


def list_invoice_partners(trust_id: int, side: Side) -> list[int]:
    """The ids of the trusts on the other side of a trust's invoices."""
    mine, other = _sides(side)
    return list(session().scalars(select(other).where(mine == trust_id).distinct().order_by(other)))


def list_invoice_years(trust_id: int, side: Side) -> list[int]:
    """The accounting years that a trust's invoices span, latest first."""
    mine, _ = _sides(side)
    span = select(func.min(Invoice.issue_date), func.max(Invoice.issue_date)).where(mine == trust_id)
    first, last = session().execute(span).one()
    return [] if first is None else list(range(accounting_year(last), accounting_year(first) - 1, -1))


def is_party(trust_id: int) -> ColumnElement[bool]:
    """Whether a trust is the provider or the buyer of an invoice."""
    return or_(Invoice.provider_id == trust_id, Invoice.buyer_id == trust_id)


def invoice_value(row: Invoice) -> InvoiceValue:
    """What others get of an invoice."""
    return InvoiceValue(
        reference=row.reference,
        number=row.number,
        provider_id=row.provider_id,
        buyer_id=row.buyer_id,
        charge_reference=row.charge_reference,
        subject=row.subject,
        issue_date=row.issue_date,
        due_date=row.due_date,
        po_number=row.po_number,
        state=row.state,
        net=Money(row.net_pence),
        vat=Money(row.vat_pence),
        gross=Money(row.gross_pence),
        credited=Money(row.credited_pence),
        settled=Money(row.settled_pence),
        outstanding=Money(row.gross_pence - row.credited_pence - row.settled_pence),
    )


def detail_value(row: Invoice) -> InvoiceDetail:
    """What the page and the PDF show of an invoice whose lines, credits and settlement are loaded."""
    return InvoiceDetail(
        invoice=invoice_value(row),
        is_vat_document=row.is_vat_document,
        provider=Party(
            name=row.provider_name,
            address=tuple(row.provider_address),
            vat_number=row.provider_vat_number,
            company_number=row.provider_company_number,
            contact=row.provider_contact,
            email=row.provider_email,
        ),
        buyer=Party(
            name=row.buyer_name,
            address=tuple(row.buyer_address),
            vat_number=row.buyer_vat_number,
            company_number=row.buyer_company_number,
            contact=row.buyer_contact,
            email=row.buyer_email,
        ),
        supply_date=row.supply_date,
        reason=row.reason,
        issued_at=row.issued_at,
        settled_at=row.settlement.settled_at if row.settlement else None,
        run_reference=row.settlement.run_reference if row.settlement else None,
        lines=tuple(line_value(line) for line in row.lines),
    )


def line_value(line: InvoiceLine) -> InvoiceLineValue:
    """What others get of an invoice's line whose credits are loaded."""
    return InvoiceLineValue(
        position=line.position,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=Money(line.unit_price_pence),
        vat_treatment=line.vat_treatment,
        vat_rate=line.vat_rate,
        vat_reason=line.vat_reason,
        net=Money(line.net_pence),
        vat=Money(line.vat_pence),
        left=Money(line.net_pence - sum(credit.net_pence for credit in line.credits)),
        vat_left=Money(line.vat_pence - sum(credit.vat_pence for credit in line.credits)),
    )


def _found(row: Invoice | None, reference: str, trust_id: int) -> Invoice:
    if row is None:
        raise NotFound(f"no invoice {reference} of trust {trust_id}")
    return row


def _sides(side: Side) -> tuple[InstrumentedAttribute[int], InstrumentedAttribute[int]]:
    return (Invoice.buyer_id, Invoice.provider_id) if side is Side.OWE else (Invoice.provider_id, Invoice.buyer_id)


def _wanted(trust_id: int, wanted: InvoicesWanted) -> list[ColumnElement[bool]]:
    mine, other = _sides(wanted.side)
    conditions = [mine == trust_id]
    if wanted.state is not None:
        conditions.append(Invoice.state == wanted.state)
    if wanted.other_id is not None:
        conditions.append(other == wanted.other_id)
    if wanted.year is not None:
        start, end = days_of(wanted.year)
        conditions += [Invoice.issue_date >= start, Invoice.issue_date < end]
    if wanted.text:
        columns = (Invoice.reference, Invoice.number, Invoice.po_number, Invoice.charge_reference, Invoice.subject)
        conditions.append(or_(*(column.icontains(wanted.text, autoescape=True) for column in columns)))
    return conditions
