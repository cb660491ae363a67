"""What each trust prints on its invoices: rows that are only ever added."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base, UtcMoment


class FinanceDetailsRow(Base):
    """A trust's details from a day on. Of two that start on one day, the later row holds."""

    __tablename__ = "finance_details"
    __table_args__ = (
        CheckConstraint("vat_registered = (vat_number IS NOT NULL)", name="vat_number"),
        Index("ix_finance_details_trust", "trust_id", "from_date", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    from_date: Mapped[date] = mapped_column(Date)
    legal_name: Mapped[str]
    address_lines: Mapped[list[str]] = mapped_column(JSON)
    postcode: Mapped[str]
    vat_registered: Mapped[bool]
    vat_number: Mapped[str | None]
    invoice_contact: Mapped[str]
    invoice_email: Mapped[str]
    set_at: Mapped[datetime] = mapped_column(UtcMoment)
    set_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
