"""A charge, its lines, what was taken off them, and who accepted, queried or withdrew it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.charges.values import ChargeState
from app.kernel.database import Base, Pence, UtcMoment, word
from app.kernel.vat import VatTreatment


class Charge(Base):
    """One amount that one trust owes another, with its reason; once for its key.

    The amounts are those of the lines less what was taken off them; a withdrawn charge keeps its last.
    """

    __tablename__ = "charge"
    __table_args__ = (
        CheckConstraint("provider_id <> buyer_id", name="parties"),
        CheckConstraint("gross_pence = net_pence + vat_pence AND gross_pence > 0", name="amounts"),
        CheckConstraint("(state IN ('invoiced', 'settled', 'credited')) = (invoice_id IS NOT NULL)", name="invoiced"),
        Index("ix_charge_buyer", "buyer_id", "raised_at", "id"),
        Index("ix_charge_provider", "provider_id", "raised_at", "id"),
        Index("ix_charge_state", "state", "provider_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str] = mapped_column(unique=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    buyer_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    subject: Mapped[str] = mapped_column(index=True)
    reason: Mapped[str]
    supply_date: Mapped[date] = mapped_column(Date)
    po_number: Mapped[str | None]
    state: Mapped[ChargeState] = mapped_column(word(ChargeState))
    net_pence: Mapped[int] = mapped_column(Pence)
    vat_pence: Mapped[int] = mapped_column(Pence)
    gross_pence: Mapped[int] = mapped_column(Pence)
    raised_at: Mapped[datetime] = mapped_column(UtcMoment)
    raised_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    invoice_id: Mapped[int | None] = mapped_column(ForeignKey("invoice.id"), index=True)

    lines: Mapped[list["ChargeLine"]] = relationship(lazy="raise", order_by="ChargeLine.position")
    queries: Mapped[list["ChargeQuery"]] = relationship(lazy="raise", order_by="ChargeQuery.id")
    reductions: Mapped[list["ChargeReduction"]] = relationship(lazy="raise", order_by="ChargeReduction.id")
    acceptance: Mapped["ChargeAcceptance | None"] = relationship(lazy="raise")
    withdrawal: Mapped["ChargeWithdrawal | None"] = relationship(lazy="raise")


class ChargeLine(Base):
    """What is charged for, as it was raised. `vat_rate` is in hundredths of a per cent, that of the day of supply."""

    __tablename__ = "charge_line"
    __table_args__ = (
        UniqueConstraint("charge_id", "position"),
        CheckConstraint("quantity > 0 AND unit_price_pence >= 0", name="positive"),
        CheckConstraint("net_pence = quantity * unit_price_pence", name="net"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    charge_id: Mapped[int] = mapped_column(ForeignKey("charge.id"))
    position: Mapped[int]
    description: Mapped[str]
    quantity: Mapped[int]
    unit: Mapped[str]
    unit_price_pence: Mapped[int] = mapped_column(Pence)
    vat_treatment: Mapped[VatTreatment] = mapped_column(word(VatTreatment))
    vat_rate: Mapped[int]
    vat_reason: Mapped[str]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    net_pence: Mapped[int] = mapped_column(Pence)
    vat_pence: Mapped[int] = mapped_column(Pence)

    reductions: Mapped[list["ChargeReductionLine"]] = relationship(lazy="raise")


class ChargeReduction(Base):
    """What was taken off a charge at one time, before its invoice. `reduced_by` is None where a rule worked it out."""

    __tablename__ = "charge_reduction"

    id: Mapped[int] = mapped_column(primary_key=True)
    charge_id: Mapped[int] = mapped_column(ForeignKey("charge.id"), index=True)
    reason: Mapped[str]
    reduced_at: Mapped[datetime] = mapped_column(UtcMoment)
    reduced_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    lines: Mapped[list["ChargeReductionLine"]] = relationship(lazy="raise", order_by="ChargeReductionLine.id")


class ChargeReductionLine(Base):
    """What a reduction takes off one line of the charge."""

    __tablename__ = "charge_reduction_line"
    __table_args__ = (
        UniqueConstraint("reduction_id", "charge_line_id"),
        CheckConstraint("net_pence > 0 AND vat_pence >= 0", name="positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reduction_id: Mapped[int] = mapped_column(ForeignKey("charge_reduction.id"))
    charge_line_id: Mapped[int] = mapped_column(ForeignKey("charge_line.id"), index=True)
    net_pence: Mapped[int] = mapped_column(Pence)
    vat_pence: Mapped[int] = mapped_column(Pence)


class ChargeAcceptance(Base):
    """The buyer's agreement that it owes a charge."""

    __tablename__ = "charge_acceptance"

    charge_id: Mapped[int] = mapped_column(ForeignKey("charge.id"), primary_key=True)
    accepted_at: Mapped[datetime] = mapped_column(UtcMoment)
    accepted_by: Mapped[int] = mapped_column(ForeignKey("person.id"))


class ChargeWithdrawal(Base):
    """A charge taken back before it was invoiced: by the provider, or by a rule, where `withdrawn_by` is None."""

    __tablename__ = "charge_withdrawal"

    charge_id: Mapped[int] = mapped_column(ForeignKey("charge.id"), primary_key=True)
    reason: Mapped[str]
    withdrawn_at: Mapped[datetime] = mapped_column(UtcMoment)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class ChargeQuery(Base):
    """A question of the buyer's about a charge, and the provider's answer."""

    __tablename__ = "charge_query"

    id: Mapped[int] = mapped_column(primary_key=True)
    charge_id: Mapped[int] = mapped_column(ForeignKey("charge.id"), index=True)
    question: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
