"""Invoices and credit notes, frozen as they were issued. Triggers (migration 0071) keep them so."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.charges.values import InvoiceState
from app.kernel.database import Base, Pence, UtcMoment, word
from app.kernel.vat import VatTreatment


class NumberSeries(Base):
    """The last number that a trust gave to a document of a kind; locked while the next one is taken."""

    __tablename__ = "number_series"

    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]


class Invoice(Base):
    """What was issued, word for word; only `state`, `credited_pence` and `settled_pence` ever change."""

    __tablename__ = "invoice"
    __table_args__ = (
        UniqueConstraint("provider_id", "sequence"),
        CheckConstraint("gross_pence = net_pence + vat_pence AND gross_pence > 0", name="amounts"),
        CheckConstraint("credited_pence >= 0 AND credited_pence <= gross_pence", name="credited"),
        CheckConstraint("settled_pence >= 0 AND settled_pence <= gross_pence", name="settled"),
        Index("ix_invoice_buyer", "buyer_id", "issue_date", "id"),
        Index("ix_invoice_provider", "provider_id", "issue_date", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    buyer_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    sequence: Mapped[int]
    number: Mapped[str]
    is_vat_document: Mapped[bool]
    charge_reference: Mapped[str] = mapped_column(unique=True)
    subject: Mapped[str]
    reason: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(UtcMoment)
    issue_date: Mapped[date] = mapped_column(Date)
    supply_date: Mapped[date] = mapped_column(Date)
    due_date: Mapped[date] = mapped_column(Date)
    po_number: Mapped[str | None]
    provider_name: Mapped[str]
    provider_address: Mapped[list[str]] = mapped_column(JSON)
    provider_vat_number: Mapped[str | None]
    provider_company_number: Mapped[str | None]
    provider_contact: Mapped[str]
    provider_email: Mapped[str]
    buyer_name: Mapped[str]
    buyer_address: Mapped[list[str]] = mapped_column(JSON)
    buyer_vat_number: Mapped[str | None]
    buyer_company_number: Mapped[str | None]
    buyer_contact: Mapped[str | None]
    buyer_email: Mapped[str | None]
    net_pence: Mapped[int] = mapped_column(Pence)
    vat_pence: Mapped[int] = mapped_column(Pence)
    gross_pence: Mapped[int] = mapped_column(Pence)
    state: Mapped[InvoiceState] = mapped_column(word(InvoiceState))
    credited_pence: Mapped[int] = mapped_column(Pence)
    settled_pence: Mapped[int] = mapped_column(Pence)

    lines: Mapped[list["InvoiceLine"]] = relationship(lazy="raise", order_by="InvoiceLine.position")
    settlement: Mapped["Settlement | None"] = relationship(lazy="raise")


class InvoiceLine(Base):
    """A line as it was issued, copied from the charge."""

    __tablename__ = "invoice_line"
    __table_args__ = (UniqueConstraint("invoice_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"))
    position: Mapped[int]
    description: Mapped[str]
    quantity: Mapped[int]
    unit: Mapped[str]
    unit_price_pence: Mapped[int] = mapped_column(Pence)
    vat_treatment: Mapped[VatTreatment] = mapped_column(word(VatTreatment))
    vat_rate: Mapped[int]
    vat_reason: Mapped[str]
    net_pence: Mapped[int] = mapped_column(Pence)
    vat_pence: Mapped[int] = mapped_column(Pence)

    credits: Mapped[list["CreditNoteLine"]] = relationship(lazy="raise")


class Settlement(Base):
    """The run that paid an invoice in full."""

    __tablename__ = "invoice_settlement"

    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), primary_key=True)
    run_reference: Mapped[str] = mapped_column(index=True)
    amount_pence: Mapped[int] = mapped_column(Pence)
    settled_at: Mapped[datetime] = mapped_column(UtcMoment)


class CreditNote(Base):
    """The only way to correct an invoice. The parties are those of the invoice it refers to."""

    __tablename__ = "credit_note"
    __table_args__ = (
        UniqueConstraint("provider_id", "sequence"),
        CheckConstraint("gross_pence = net_pence + vat_pence AND gross_pence > 0", name="amounts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    invoice_id: Mapped[int] = mapped_column(ForeignKey("invoice.id"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    buyer_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    sequence: Mapped[int]
    number: Mapped[str]
    reason: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(UtcMoment)
    issue_date: Mapped[date] = mapped_column(Date)
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    net_pence: Mapped[int] = mapped_column(Pence)
    vat_pence: Mapped[int] = mapped_column(Pence)
    gross_pence: Mapped[int] = mapped_column(Pence)

    lines: Mapped[list["CreditNoteLine"]] = relationship(lazy="raise", order_by="CreditNoteLine.id")
    invoice: Mapped[Invoice] = relationship(lazy="raise")


class CreditNoteLine(Base):
    """What a credit note takes off one line of the invoice."""

    __tablename__ = "credit_note_line"
    __table_args__ = (
        UniqueConstraint("credit_note_id", "invoice_line_id"),
        CheckConstraint("net_pence > 0 AND vat_pence >= 0", name="positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    credit_note_id: Mapped[int] = mapped_column(ForeignKey("credit_note.id"))
    invoice_line_id: Mapped[int] = mapped_column(ForeignKey("invoice_line.id"), index=True)
    net_pence: Mapped[int] = mapped_column(Pence)
    vat_pence: Mapped[int] = mapped_column(Pence)

    invoice_line: Mapped[InvoiceLine] = relationship(lazy="raise", viewonly=True)
