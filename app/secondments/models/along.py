"""What happens along the way, and what was charged."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.database import Base, Pence, UtcMoment, word
from app.secondments.values import Going, Party, ReviewKind, WhyEnded


class Ending(Base):
    """That notice of an early end was given."""

    __tablename__ = "secondment_ending"
    __table_args__ = (CheckConstraint("last_date >= notice_date", name="days"),)

    secondment_id: Mapped[int] = mapped_column(ForeignKey("secondment.id"), primary_key=True)
    why: Mapped[WhyEnded] = mapped_column(word(WhyEnded))
    last_date: Mapped[date] = mapped_column(Date)
    notice_date: Mapped[date] = mapped_column(Date)
    by_party: Mapped[Party] = mapped_column(word(Party))
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcMoment)


class EarlyEnd(Base):
    """That a trust asked for an end with less notice than agreed, and what the other answered."""

    __tablename__ = "secondment_early_end"
    __table_args__ = (Index("ix_secondment_early_end_secondment", "secondment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    secondment_id: Mapped[int] = mapped_column(ForeignKey("secondment.id"))
    by_party: Mapped[Party] = mapped_column(word(Party))
    why: Mapped[WhyEnded] = mapped_column(word(WhyEnded))
    last_date: Mapped[date] = mapped_column(Date)
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    agreed: Mapped[bool | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Absence(Base):
    """Days on which the person was not at work; why is not kept."""

    __tablename__ = "secondment_absence"
    __table_args__ = (
        Index("ix_secondment_absence_secondment", "secondment_id", "first_date"),
        CheckConstraint("last_date >= first_date", name="days"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    secondment_id: Mapped[int] = mapped_column(ForeignKey("secondment.id"))
    first_date: Mapped[date] = mapped_column(Date)
    last_date: Mapped[date | None] = mapped_column(Date)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcMoment)


class Extension(Base):
    """That a trust asked for a later end, and what the other answered."""

    __tablename__ = "secondment_extension"
    __table_args__ = (Index("ix_secondment_extension_secondment", "secondment_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    secondment_id: Mapped[int] = mapped_column(ForeignKey("secondment.id"))
    by_party: Mapped[Party] = mapped_column(word(Party))
    to_date: Mapped[date] = mapped_column(Date)
    reason: Mapped[str]
    asked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    agreed: Mapped[bool | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class Review(Base):
    """What one of the three says of a secondment: once for each review."""

    __tablename__ = "secondment_review"

    secondment_id: Mapped[int] = mapped_column(ForeignKey("secondment.id"), primary_key=True)
    kind: Mapped[ReviewKind] = mapped_column(word(ReviewKind), primary_key=True)
    party: Mapped[Party] = mapped_column(word(Party), primary_key=True)
    going: Mapped[Going] = mapped_column(word(Going))
    text: Mapped[str]
    given_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcMoment)


class RechargeCharge(Base):
    """What a charge charges for one month: the recharge on its first line, the fee on its next, without VAT.

    The first charge of a month has the `sequence` 1; a later one adds what a change made it owe.
    """

    __tablename__ = "secondment_charge"
    __table_args__ = (
        UniqueConstraint("secondment_id", "month_date", "sequence"),
        CheckConstraint("net_pence >= 0 AND fee_pence >= 0 AND net_pence + fee_pence > 0", name="amounts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    secondment_id: Mapped[int] = mapped_column(ForeignKey("secondment.id"))
    month_date: Mapped[date] = mapped_column(Date)
    sequence: Mapped[int]
    charge_reference: Mapped[str] = mapped_column(unique=True)
    net_pence: Mapped[int] = mapped_column(Pence)
    fee_pence: Mapped[int] = mapped_column(Pence)
    charged_at: Mapped[datetime] = mapped_column(UtcMoment)
    credits: Mapped[list["RechargeCredit"]] = relationship(lazy="raise", viewonly=True, order_by="RechargeCredit.id")


class RechargeCredit(Base):
    """What is taken off the charge of a month, and when that was done."""

    __tablename__ = "secondment_credit"
    __table_args__ = (
        Index("ix_secondment_credit_charge", "recharge_id", "id"),
        CheckConstraint("net_pence >= 0 AND fee_pence >= 0 AND net_pence + fee_pence > 0", name="amounts"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    recharge_id: Mapped[int] = mapped_column(ForeignKey("secondment_charge.id"))
    net_pence: Mapped[int] = mapped_column(Pence)
    fee_pence: Mapped[int] = mapped_column(Pence)
    reason: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    credited_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    credit_reference: Mapped[str | None]
