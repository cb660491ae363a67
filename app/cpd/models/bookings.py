"""Bookings, their places, the seats that a place takes, and the records of what became of a place."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cpd.values import ChargeOn, Ending, PlaceState, Tier
from app.kernel.database import Base, Pence, UtcMoment, word
from app.kernel.vat import VatTreatment


class Delegate(Base):
    """Somebody of a trust who goes to courses, with an account or without one."""

    __tablename__ = "delegate"
    __table_args__ = (
        UniqueConstraint("trust_id", "email"),
        Index("ix_delegate_email", "email"),
        Index("ix_delegate_name", "trust_id", "name", "id"),
        Index("ix_delegate_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    name: Mapped[str]
    email: Mapped[str | None]
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcMoment)
    erased_at: Mapped[datetime | None] = mapped_column(UtcMoment)


class BookingDraft(Base):
    """What a booker chose, kept until they book; its token makes booking twice one booking."""

    __tablename__ = "booking_draft"
    __table_args__ = (Index("ix_booking_draft_made", "made_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(unique=True)
    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("course_run.id"))
    choice: Mapped[dict[str, Any]] = mapped_column(JSON)
    made_at: Mapped[datetime] = mapped_column(UtcMoment)


class Booking(Base):
    """Places that one trust asked for on one run at one time, on the terms and prices of that time.

    A place costs without VAT what its row says; `vat_rate` is in hundredths of a per cent. The
    buyer may be the provider itself: its own staff are not charged.
    """

    __tablename__ = "booking"
    __table_args__ = (
        Index("ix_booking_bought", "buyer_id", "booked_at", "id"),
        Index("ix_booking_run", "run_id", "id"),
        CheckConstraint("no_show_percent BETWEEN 0 AND 100", name="no_show"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("course_run.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    buyer_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    title: Mapped[str]
    po_number: Mapped[str]
    note: Mapped[str]
    booked_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    booked_at: Mapped[datetime] = mapped_column(UtcMoment)
    tier: Mapped[Tier] = mapped_column(word(Tier))
    vat_treatment: Mapped[VatTreatment] = mapped_column(word(VatTreatment))
    vat_reason: Mapped[str]
    vat_decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    vat_rate: Mapped[int]
    charge_on: Mapped[ChargeOn] = mapped_column(word(ChargeOn))
    bands: Mapped[list[list[int | None]]] = mapped_column(JSON)
    no_show_percent: Mapped[int]
    name_by_date: Mapped[date | None] = mapped_column(Date)
    whole_school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    places: Mapped[list["Place"]] = relationship(lazy="raise", viewonly=True, order_by="Place.position")


class Place(Base):
    """One place of a booking, for a delegate or for a name to follow.

    `in_line` orders the waiting list. A place that is offered, held or booked has its seats taken.
    """

    __tablename__ = "course_place"
    __table_args__ = (
        UniqueConstraint("booking_id", "position"),
        Index("ix_course_place_line", "run_id", "state", "in_line", "id"),
        Index("ix_course_place_held", "state", "held_until"),
        Index("ix_course_place_offered", "state", "offered_until"),
        Index("ix_course_place_delegate", "delegate_id", "state"),
        Index("ix_course_place_approval", "approval_reference"),
        CheckConstraint("price_pence >= 0", name="price"),
        CheckConstraint("state <> 'held' OR held_until IS NOT NULL", name="held"),
        CheckConstraint("state <> 'offered' OR offered_until IS NOT NULL", name="offered"),
        CheckConstraint("state <> 'waiting' OR in_line IS NOT NULL", name="waiting"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    booking_id: Mapped[int] = mapped_column(ForeignKey("booking.id"))
    run_id: Mapped[int] = mapped_column(ForeignKey("course_run.id"))
    position: Mapped[int]
    state: Mapped[PlaceState] = mapped_column(word(PlaceState))
    delegate_id: Mapped[int | None] = mapped_column(ForeignKey("delegate.id"))
    price_pence: Mapped[int] = mapped_column(Pence)
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    in_line: Mapped[int | None]
    approval_reference: Mapped[str | None]
    held_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    offered_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    booked_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    evaluated_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    booking: Mapped[Booking] = relationship(lazy="raise", viewonly=True)
    delegate: Mapped[Delegate | None] = relationship(lazy="raise", viewonly=True)
    seats: Mapped[list["Seat"]] = relationship(lazy="raise", viewonly=True, order_by="Seat.session_id")
    ending: Mapped["PlaceEnding | None"] = relationship(lazy="raise", viewonly=True)
    waiver: Mapped["FeeWaiver | None"] = relationship(lazy="raise", viewonly=True)
    charge: Mapped["PlaceCharge | None"] = relationship(lazy="raise", viewonly=True)


class Seat(Base):
    """A session that a place is for. Triggers count those taken in the session, which refuses one too many."""

    __tablename__ = "course_seat"
    __table_args__ = (Index("ix_course_seat_session", "session_id", "is_taken"),)

    place_id: Mapped[int] = mapped_column(ForeignKey("course_place.id"), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("course_session.id"), primary_key=True)
    is_taken: Mapped[bool] = mapped_column(Boolean)


class PlaceEnding(Base):
    """How a place ended. Of a booked one `percent` of the price is charged as a fee, without VAT."""

    __tablename__ = "course_place_ending"
    __table_args__ = (CheckConstraint("percent BETWEEN 0 AND 100 AND fee_pence >= 0", name="fee"),)

    place_id: Mapped[int] = mapped_column(ForeignKey("course_place.id"), primary_key=True)
    why: Mapped[Ending] = mapped_column(word(Ending))
    reason: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime] = mapped_column(UtcMoment)
    was_booked: Mapped[bool]
    notice_days: Mapped[int | None]
    percent: Mapped[int]
    fee_pence: Mapped[int] = mapped_column(Pence)


class FeeWaiver(Base):
    """That the provider let the fee of a cancelled place, or of one whose delegate did not come, go."""

    __tablename__ = "course_fee_waiver"

    place_id: Mapped[int] = mapped_column(ForeignKey("course_place.id"), primary_key=True)
    reason: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    waived_at: Mapped[datetime] = mapped_column(UtcMoment)


class Substitution(Base):
    """That a place went from one delegate, or from none, to another."""

    __tablename__ = "course_substitution"
    __table_args__ = (Index("ix_course_substitution_place", "place_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("course_place.id"))
    from_id: Mapped[int | None] = mapped_column(ForeignKey("delegate.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("delegate.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcMoment)


class Promotion(Base):
    """That the provider offered a place out of order, or moved one to another run, and why."""

    __tablename__ = "course_promotion"
    __table_args__ = (Index("ix_course_promotion_place", "place_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("course_place.id"))
    from_run_id: Mapped[int] = mapped_column(ForeignKey("course_run.id"))
    to_run_id: Mapped[int] = mapped_column(ForeignKey("course_run.id"))
    reason: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcMoment)


class PlaceCharge(Base):
    """The line of a charge that a place is charged on: once."""

    __tablename__ = "course_place_charge"
    __table_args__ = (
        UniqueConstraint("charge_reference", "position"),
        CheckConstraint("net_pence > 0", name="net"),
    )

    place_id: Mapped[int] = mapped_column(ForeignKey("course_place.id"), primary_key=True)
    charge_reference: Mapped[str]
    position: Mapped[int]
    net_pence: Mapped[int] = mapped_column(Pence)
    charged_at: Mapped[datetime] = mapped_column(UtcMoment)


class PlaceCredit(Base):
    """What is taken off the charge of a place, once for its key, and when that was done."""

    __tablename__ = "course_place_credit"
    __table_args__ = (
        UniqueConstraint("place_id", "key"),
        CheckConstraint("net_pence > 0", name="net"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("course_place.id"))
    key: Mapped[str]
    net_pence: Mapped[int] = mapped_column(Pence)
    reason: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(UtcMoment)
    credited_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    credit_reference: Mapped[str | None]
