"""Reading what a trust prints on its invoices."""

from datetime import date

from sqlalchemy import select

from app.charges.models import FinanceDetailsRow
from app.charges.values import FinanceDetailsValue
from app.kernel.database import session


def find_details(trust_id: int, on: date) -> FinanceDetailsValue | None:
    """The details in force for a trust on a day, or None where none had been given from a day so early."""
    row = (
        session()
        .scalars(
            select(FinanceDetailsRow)
            .where(FinanceDetailsRow.trust_id == trust_id, FinanceDetailsRow.from_date <= on)
            .order_by(FinanceDetailsRow.from_date.desc(), FinanceDetailsRow.id.desc())
            .limit(1)
        )
        .first()
    )
    return _value(row) if row else None


def has_finance_details(trust_id: int, on: date) -> bool:
    """Whether a trust has finance details in force on a day."""
    return find_details(trust_id, on) is not None


def list_details(trust_id: int) -> list[FinanceDetailsValue]:
    """Every version of a trust's details, the one that starts latest first."""
    rows = session().scalars(
        select(FinanceDetailsRow)
        .where(FinanceDetailsRow.trust_id == trust_id)
        .order_by(FinanceDetailsRow.from_date.desc(), FinanceDetailsRow.id.desc())
    )
    return [_value(row) for row in rows]


def _value(row: FinanceDetailsRow) -> FinanceDetailsValue:
    return FinanceDetailsValue(
        id=row.id,
        trust_id=row.trust_id,
        from_date=row.from_date,
        legal_name=row.legal_name,
        address_lines=tuple(row.address_lines),
        postcode=row.postcode,
        vat_registered=row.vat_registered,
        vat_number=row.vat_number,
        invoice_contact=row.invoice_contact,
        invoice_email=row.invoice_email,
        set_at=row.set_at,
        set_by=row.set_by,
    )
