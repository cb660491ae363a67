"""Services, the orders placed for them, and the agreements that came of them."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.database import Base, Pence, UtcMoment, word
from app.kernel.vat import VatTreatment
from app.services.values import OrderState, PriceBasis
from app.trusts.values import Phase


class Service(Base):
    """What is particular to services in a listing. In a draft any of it may be missing.

    `base_pence` is a year for each school, `per_pupil_pence` a year for each pupil, both without VAT.
    """

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("base_pence >= 0", name="base"),
        CheckConstraint("per_pupil_pence >= 0", name="per_pupil"),
        CheckConstraint("notice_months >= 0", name="notice"),
    )

    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    basis: Mapped[PriceBasis | None] = mapped_column(word(PriceBasis))
    base_pence: Mapped[int | None] = mapped_column(Pence)
    per_pupil_pence: Mapped[int | None] = mapped_column(Pence)
    vat_treatment: Mapped[VatTreatment | None] = mapped_column(word(VatTreatment))
    vat_reason: Mapped[str]
    vat_decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    notice_months: Mapped[int | None]


class OrderDraft(Base):
    """What a buyer chose, kept until they place the order; its token makes placing it twice one order."""

    __tablename__ = "order_draft"
    __table_args__ = (Index("ix_order_draft_made", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    school_ids: Mapped[list[int]] = mapped_column(JSON)
    start_date: Mapped[date] = mapped_column(Date)
    years: Mapped[int]
    po_number: Mapped[str]
    note: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcMoment)


class Order(Base):
    """One trust's order of another's service, with words and price frozen as they were when it was placed.

    Amounts are for one year and all schools; `vat_rate` is in hundredths of a per cent. The
    provider sees it from `sent_at` on.
    """

    __tablename__ = "service_order"
    __table_args__ = (
        Index("ix_service_order_bought", "buyer_id", "ordered_at", "id"),
        Index("ix_service_order_sold", "provider_id", "sent_at", "id"),
        Index("ix_service_order_remind", "state", "remind_date"),
        CheckConstraint("buyer_id <> provider_id", name="two_trusts"),
        CheckConstraint("years BETWEEN 1 AND 3", name="years"),
        CheckConstraint("net_pence > 0 AND vat_pence >= 0", name="amounts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    draft_token: Mapped[str] = mapped_column(unique=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    buyer_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    state: Mapped[OrderState] = mapped_column(word(OrderState))
    title: Mapped[str]
    summary: Mapped[str]
    description: Mapped[str]
    start_date: Mapped[date] = mapped_column(Date)
    years: Mapped[int]
    po_number: Mapped[str]
    note: Mapped[str]
    basis: Mapped[PriceBasis] = mapped_column(word(PriceBasis))
    base_pence: Mapped[int] = mapped_column(Pence)
    per_pupil_pence: Mapped[int] = mapped_column(Pence)
    vat_treatment: Mapped[VatTreatment] = mapped_column(word(VatTreatment))
    vat_reason: Mapped[str]
    vat_decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    vat_rate: Mapped[int]
    notice_months: Mapped[int]
    net_pence: Mapped[int] = mapped_column(Pence)
    vat_pence: Mapped[int] = mapped_column(Pence)
    ordered_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    ordered_at: Mapped[datetime] = mapped_column(UtcMoment)
    approval_reference: Mapped[str | None]
    sent_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    remind_date: Mapped[date | None] = mapped_column(Date)
    answer_by_date: Mapped[date | None] = mapped_column(Date)
    schools: Mapped[list["OrderSchool"]] = relationship(lazy="raise", viewonly=True, order_by="OrderSchool.position")
    refusal: Mapped["Refusal | None"] = relationship(lazy="raise", viewonly=True)
    withdrawal: Mapped["Withdrawal | None"] = relationship(
        "app.services.models.Withdrawal", lazy="raise", viewonly=True
    )
    agreement: Mapped["Agreement | None"] = relationship(lazy="raise", viewonly=True)


class OrderSchool(Base):
    """A school of an order, with its price for one year as it was worked out."""

    __tablename__ = "service_order_school"
    __table_args__ = (CheckConstraint("net_pence > 0 AND vat_pence >= 0", name="amounts"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id"), primary_key=True)
    school_id: Mapped[int] = mapped_column(ForeignKey("school.id"), primary_key=True)
    position: Mapped[int]
    name: Mapped[str]
    phase: Mapped[Phase] = mapped_column(word(Phase))
    roll: Mapped[int | None]
    net_pence: Mapped[int] = mapped_column(Pence)
    vat_pence: Mapped[int] = mapped_column(Pence)


class Refusal(Base):
    """That the provider declined an order, and why."""

    __tablename__ = "service_order_refusal"

    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id"), primary_key=True)
    reason: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    refused_at: Mapped[datetime] = mapped_column(UtcMoment)


class Withdrawal(Base):
    """That the buyer withdrew an order before it was agreed, and why."""

    __tablename__ = "service_order_withdrawal"

    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id"), primary_key=True)
    reason: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime] = mapped_column(UtcMoment)


class Agreement(Base):
    """What both trusts hold to: the order as it was placed, accepted by the provider."""

    __tablename__ = "agreement"
    __table_args__ = (
        Index("ix_agreement_days", "end_date", "start_date"),
        CheckConstraint("end_date > start_date", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("service_order.id"), unique=True)
    start_date: Mapped[date] = mapped_column(Date)
    end_date: Mapped[date] = mapped_column(Date)
    agreed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime] = mapped_column(UtcMoment)
    order: Mapped[Order] = relationship(lazy="raise", viewonly=True)
    charges: Mapped[list["AgreementCharge"]] = relationship(
        lazy="raise", viewonly=True, order_by="AgreementCharge.year"
    )


class AgreementCharge(Base):
    """The charge of one year of an agreement: raised once."""

    __tablename__ = "agreement_charge"
    __table_args__ = (UniqueConstraint("charge_reference"), CheckConstraint("year > 0", name="year"))

    agreement_id: Mapped[int] = mapped_column(ForeignKey("agreement.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    charge_reference: Mapped[str]
    supply_date: Mapped[date] = mapped_column(Date)
