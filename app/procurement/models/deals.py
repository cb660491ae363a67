"""Awarded deals, whom they name, their lots, and what was called off."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.approvals.values import PurchaseKind
from app.kernel.database import Base, Pence, UtcMoment, word
from app.kernel.vat import VatTreatment
from app.procurement.values import CallOffState, DealAudience, Per


class DealLot(Base):
    """A lot of a deal: its supplier and price, in hundredths of a penny for a unit, without VAT."""

    __tablename__ = "deal_lot"
    __table_args__ = (
        UniqueConstraint("listing_id", "position"),
        CheckConstraint("position > 0 AND price_hundredths >= 0", name="amounts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("deal.listing_id"))
    position: Mapped[int]
    title: Mapped[str]
    description: Mapped[str]
    unit: Mapped[str]
    per: Mapped[Per] = mapped_column(word(Per))
    supplier: Mapped[str]
    price_hundredths: Mapped[int | None] = mapped_column(Pence)
    vat: Mapped[VatTreatment] = mapped_column(word(VatTreatment))
    round_lot_id: Mapped[int | None] = mapped_column(ForeignKey("round_lot.id"))


class Deal(Base):
    """What is particular to an awarded deal in a listing of its own, or in that of the round it came of."""

    __tablename__ = "deal"
    __table_args__ = (Index("ix_deal_until", "until_date", "listing_id"),)

    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    cpv: Mapped[str]
    purchase: Mapped[PurchaseKind | None] = mapped_column(word(PurchaseKind))
    awarded_by: Mapped[str]
    award_date: Mapped[date | None] = mapped_column(Date)
    until_date: Mapped[date | None] = mapped_column(Date)
    last_date: Mapped[date | None] = mapped_column(Date)
    audience: Mapped[DealAudience] = mapped_column(word(DealAudience))
    lots: Mapped[list[DealLot]] = relationship(lazy="raise", viewonly=True, order_by=DealLot.position)


class DealTrust(Base):
    """That a deal names a trust which may call it off."""

    __tablename__ = "deal_trust"
    __table_args__ = (Index("ix_deal_trust_trust", "trust_id", "listing_id"),)

    listing_id: Mapped[int] = mapped_column(ForeignKey("deal.listing_id"), primary_key=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"), primary_key=True)


class CallOffLine(Base):
    """How much of a lot was called off for which school, at the price as it stood, and what that comes to."""

    __tablename__ = "call_off_line"
    __table_args__ = (
        Index("ix_call_off_line_call_off", "call_off_id", "id"),
        CheckConstraint("quantity > 0 AND price_hundredths >= 0 AND net_pence >= 0 AND vat_pence >= 0", name="amounts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_off_id: Mapped[int] = mapped_column(ForeignKey("call_off.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("deal_lot.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    quantity: Mapped[int] = mapped_column(Pence)
    price_hundredths: Mapped[int] = mapped_column(Pence)
    net_pence: Mapped[int] = mapped_column(Pence)
    vat_pence: Mapped[int] = mapped_column(Pence)


class CallOff(Base):
    """What a trust bought under a deal, over the whole term, and whether its scheme of delegation allows it.

    `token` is that of the page on which it was placed, so that sent twice it is placed once.
    """

    __tablename__ = "call_off"
    __table_args__ = (
        Index("ix_call_off_trust", "trust_id", "state", "start_date", "id"),
        Index("ix_call_off_deal", "listing_id", "state", "id"),
        Index("ix_call_off_approval", "approval_reference"),
        CheckConstraint("net_pence >= 0 AND gross_pence >= net_pence", name="value"),
        CheckConstraint("end_date >= start_date", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("deal.listing_id"))
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    state: Mapped[CallOffState] = mapped_column(word(CallOffState))
    start_date: Mapped[date] = mapped_column(Date)
    end_date: Mapped[date] = mapped_column(Date)
    po_number: Mapped[str]
    net_pence: Mapped[int] = mapped_column(Pence)
    gross_pence: Mapped[int] = mapped_column(Pence)
    approval_reference: Mapped[str | None]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    placed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    lines: Mapped[list[CallOffLine]] = relationship(lazy="raise", viewonly=True, order_by=CallOffLine.id)
