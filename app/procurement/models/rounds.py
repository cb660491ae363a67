"""Rounds, their lots with tiers, whom they invite, their moves and their awards."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.approvals.values import BuyingRoute, ExemptionGround, PurchaseKind
from app.kernel.database import Base, Pence, UtcMoment, word
from app.kernel.vat import VatTreatment
from app.procurement.values import ExemptionState, Joining, Per, Stage, TierBasis


class Tier(Base):
    """From how much on a lot costs what: a quantity, or pence where the lot's tiers are by value."""

    __tablename__ = "round_tier"
    __table_args__ = (CheckConstraint("at_least > 0 AND price_hundredths >= 0", name="amounts"),)

    lot_id: Mapped[int] = mapped_column(ForeignKey("round_lot.id"), primary_key=True)
    at_least: Mapped[int] = mapped_column(Pence, primary_key=True, autoincrement=False)
    price_hundredths: Mapped[int] = mapped_column(Pence)


class Lot(Base):
    """A lot of a round. Prices are hundredths of a penny for a unit, without VAT; a draft may lack its guide price."""

    __tablename__ = "round_lot"
    __table_args__ = (
        UniqueConstraint("listing_id", "position"),
        CheckConstraint("position > 0 AND guide_hundredths >= 0", name="amounts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("joint_round.listing_id"))
    position: Mapped[int]
    title: Mapped[str]
    description: Mapped[str]
    unit: Mapped[str]
    per: Mapped[Per] = mapped_column(word(Per))
    guide_hundredths: Mapped[int | None] = mapped_column(Pence)
    vat: Mapped[VatTreatment] = mapped_column(word(VatTreatment))
    basis: Mapped[TierBasis] = mapped_column(word(TierBasis))
    tiers: Mapped[list[Tier]] = relationship(lazy="raise", viewonly=True, order_by=Tier.at_least)


class Round(Base):
    """What is particular to a round in a listing. In a draft much of it may be missing, and it has no stage.

    `months` is None while nobody knows how long the contract runs; `reminded_at` is when the lead last reminded those
    who are missing.
    """

    __tablename__ = "joint_round"
    __table_args__ = (
        Index("ix_joint_round_stage", "stage", "commit_by_date", "listing_id"),
        Index("ix_joint_round_cpv", "cpv", "notice_date"),
        CheckConstraint("months > 0 AND extension_months >= 0", name="length"),
        CheckConstraint("late_fee_pence >= 0", name="fee"),
        CheckConstraint("(stage IS NULL) = (stage_at IS NULL)", name="stage_moment"),
    )

    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    cpv: Mapped[str]
    purchase: Mapped[PurchaseKind | None] = mapped_column(word(PurchaseKind))
    route: Mapped[BuyingRoute | None] = mapped_column(word(BuyingRoute))
    framework: Mapped[str]
    framework_note: Mapped[str]
    start_date: Mapped[date | None] = mapped_column(Date)
    months: Mapped[int | None]
    extension_months: Mapped[int]
    interest_by_date: Mapped[date | None] = mapped_column(Date)
    intention_by_date: Mapped[date | None] = mapped_column(Date)
    commit_by_date: Mapped[date | None] = mapped_column(Date)
    withdraw_by_date: Mapped[date | None] = mapped_column(Date)
    notice_date: Mapped[date | None] = mapped_column(Date)
    tenders_by_date: Mapped[date | None] = mapped_column(Date)
    award_by_date: Mapped[date | None] = mapped_column(Date)
    joining: Mapped[Joining] = mapped_column(word(Joining))
    late_fee_pence: Mapped[int] = mapped_column(Pence)
    terms: Mapped[str]
    stage: Mapped[Stage | None] = mapped_column(word(Stage))
    stage_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    standstill_until_date: Mapped[date | None] = mapped_column(Date)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    lots: Mapped[list[Lot]] = relationship(lazy="raise", viewonly=True, order_by=Lot.position)


class Invitation(Base):
    """That a trust is invited to a round."""

    __tablename__ = "round_invitation"
    __table_args__ = (Index("ix_round_invitation_trust", "trust_id", "listing_id"),)

    listing_id: Mapped[int] = mapped_column(ForeignKey("joint_round.listing_id"), primary_key=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"), primary_key=True)
    invited_at: Mapped[datetime] = mapped_column(UtcMoment)
    told_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class StageMove(Base):
    """That a round moved to a stage, who moved it (None: its day came) and why."""

    __tablename__ = "round_move"
    __table_args__ = (Index("ix_round_move_round", "listing_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("joint_round.listing_id"))
    stage: Mapped[Stage] = mapped_column(word(Stage))
    moved_at: Mapped[datetime] = mapped_column(UtcMoment)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]


class TierTold(Base):
    """That participants were told of a tier, so that each is told of once."""

    __tablename__ = "round_tier_told"

    lot_id: Mapped[int] = mapped_column(ForeignKey("round_lot.id"), primary_key=True)
    at_least: Mapped[int] = mapped_column(Pence, primary_key=True, autoincrement=False)
    told_at: Mapped[datetime] = mapped_column(UtcMoment)


class Award(Base):
    """What the lead recorded of a lot: who won it and at which price, in hundredths of a penny, without VAT."""

    __tablename__ = "round_award"
    __table_args__ = (CheckConstraint("price_hundredths >= 0", name="price"),)

    lot_id: Mapped[int] = mapped_column(ForeignKey("round_lot.id"), primary_key=True)
    supplier: Mapped[str]
    price_hundredths: Mapped[int] = mapped_column(Pence)
    award_date: Mapped[date] = mapped_column(Date)
    note: Mapped[str]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)


class Exemption(Base):
    """Why a round may go on by quotes or directly above the threshold, and whether the lead trust allows it."""

    __tablename__ = "round_exemption"
    __table_args__ = (
        Index("ix_round_exemption_round", "listing_id", "id"),
        Index("ix_round_exemption_approval", "approval_reference"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("joint_round.listing_id"))
    ground: Mapped[ExemptionGround] = mapped_column(word(ExemptionGround))
    reason: Mapped[str]
    value_pence: Mapped[int] = mapped_column(Pence)
    state: Mapped[ExemptionState] = mapped_column(word(ExemptionState))
    approval_reference: Mapped[str | None]
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)
    decided_at: Mapped[datetime | None] = mapped_column(UtcMoment)
