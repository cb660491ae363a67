"""Trusts in rounds: what they want, what they have now, what binds them and how they left."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.database import Base, Pence, UtcMoment, word
from app.procurement.values import CommitmentState, ParticipationState

OPEN = text("state IN ('asked', 'allowed', 'signed')")


class Participation(Base):
    """A trust in a round: one row, however often it leaves and comes back."""

    __tablename__ = "participation"
    __table_args__ = (
        UniqueConstraint("listing_id", "trust_id"),
        Index("ix_participation_trust", "trust_id", "state", "changed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("joint_round.listing_id"))
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    state: Mapped[ParticipationState] = mapped_column(word(ParticipationState))
    joined_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    joined_at: Mapped[datetime] = mapped_column(UtcMoment)
    changed_at: Mapped[datetime] = mapped_column(UtcMoment)
    version: Mapped[int]


class DemandLine(Base):
    """What a school (None: the trust's own office) wants of a lot. Supplier, price and days are its trust's alone."""

    __tablename__ = "demand_line"
    __table_args__ = (
        UniqueConstraint("participation_id", "lot_id", "school_id"),
        Index(
            "uq_demand_line_office",
            "participation_id",
            "lot_id",
            unique=True,
            sqlite_where=text("school_id IS NULL"),
            postgresql_where=text("school_id IS NULL"),
        ),
        Index("ix_demand_line_lot", "lot_id"),
        CheckConstraint("quantity > 0", name="quantity"),
        CheckConstraint("price_hundredths >= 0", name="price"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("round_lot.id"))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    quantity: Mapped[int] = mapped_column(Pence)
    supplier: Mapped[str]
    price_hundredths: Mapped[int | None] = mapped_column(Pence)
    contract_end_date: Mapped[date | None] = mapped_column(Date)
    notice_date: Mapped[date | None] = mapped_column(Date)
    joins_date: Mapped[date] = mapped_column(Date)


class AgreementVersion(Base):
    """A version of a round's participation agreement, frozen when it was issued.

    `issued_by` is None where the day for commitment came by itself.
    """

    __tablename__ = "participation_agreement"
    __table_args__ = (
        UniqueConstraint("listing_id", "number"),
        Index(
            "uq_participation_agreement_current",
            "listing_id",
            unique=True,
            sqlite_where=text("is_current"),
            postgresql_where=text("is_current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("joint_round.listing_id"))
    number: Mapped[int]
    is_current: Mapped[bool]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    document: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    sha256: Mapped[str] = mapped_column(String(64))
    issued_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    issued_at: Mapped[datetime] = mapped_column(UtcMoment)


class Signature(Base):
    """That somebody who may signed a version of the agreement for a trust: once for each commitment."""

    __tablename__ = "participation_signature"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("participation_commitment.id"), primary_key=True)
    name: Mapped[str]
    address: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime] = mapped_column(UtcMoment)


class Commitment(Base):
    """That a trust asked to be committed over the whole term, and what became of it. At most one is open."""

    __tablename__ = "participation_commitment"
    __table_args__ = (
        Index("ix_participation_commitment_approval", "approval_reference"),
        Index("ix_participation_commitment_participation", "participation_id", "id"),
        Index(
            "uq_participation_commitment_open",
            "participation_id",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        CheckConstraint("net_pence >= 0 AND gross_pence >= net_pence", name="value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    agreement_id: Mapped[int] = mapped_column(ForeignKey("participation_agreement.id"))
    net_pence: Mapped[int] = mapped_column(Pence)
    gross_pence: Mapped[int] = mapped_column(Pence)
    state: Mapped[CommitmentState] = mapped_column(word(CommitmentState))
    approval_reference: Mapped[str | None]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    decided_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    signature: Mapped[Signature | None] = relationship(lazy="raise", viewonly=True)


class Withdrawal(Base):
    """That a trust left a round, and what that cost it, in pence without VAT."""

    __tablename__ = "participation_withdrawal"
    __table_args__ = (
        Index("ix_participation_withdrawal_participation", "participation_id", "id"),
        CheckConstraint("cost_pence >= 0", name="cost"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey("participation.id"))
    withdrawn_at: Mapped[datetime] = mapped_column(UtcMoment)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    was_committed: Mapped[bool]
    cost_pence: Mapped[int] = mapped_column(Pence)
    charge_reference: Mapped[str | None]
