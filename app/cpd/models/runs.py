"""Runs of courses and their sessions, and the records of what was decided about a run."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.cpd.values import Venue
from app.kernel.database import Base, UtcMoment, word


class RunCancellation(Base):
    """That the provider cancelled a run: it is final."""

    __tablename__ = "course_run_cancellation"

    run_id: Mapped[int] = mapped_column(ForeignKey("course_run.id"), primary_key=True)
    reason: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    cancelled_at: Mapped[datetime] = mapped_column(UtcMoment)


class RunGoAhead(Base):
    """That the provider decided to give a run although it had fewer places than its minimum."""

    __tablename__ = "course_run_go_ahead"

    run_id: Mapped[int] = mapped_column(ForeignKey("course_run.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcMoment)


class RegisterClosing(Base):
    """That the register of a run was finished: certificates follow from it."""

    __tablename__ = "course_register_closing"

    run_id: Mapped[int] = mapped_column(ForeignKey("course_run.id"), primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime] = mapped_column(UtcMoment)


class Run(Base):
    """One time that a course is given. `starts_at` and `ends_at` are those of its first and last session.

    `next_in_line` is the number that the next to join the waiting list gets. Whoever changes a place
    of a run holds this row.
    """

    __tablename__ = "course_run"
    __table_args__ = (
        Index("ix_course_run_listing", "listing_id", "starts_at", "id"),
        Index("ix_course_run_starts", "starts_at", "id"),
        Index("ix_course_run_ends", "ends_at", "id"),
        Index("ix_course_run_decide", "decide_on_date", "id"),
        CheckConstraint("ends_at > starts_at", name="moments"),
        CheckConstraint("minimum_places > 0", name="minimum"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    provider_id: Mapped[int] = mapped_column(ForeignKey("trust.id"))
    name: Mapped[str]
    starts_at: Mapped[datetime] = mapped_column(UtcMoment)
    ends_at: Mapped[datetime] = mapped_column(UtcMoment)
    minimum_places: Mapped[int | None]
    decide_on_date: Mapped[date | None] = mapped_column(Date)
    next_in_line: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcMoment)
    sessions: Mapped[list["Session"]] = relationship(lazy="raise", viewonly=True, order_by="Session.position")
    cancellation: Mapped[RunCancellation | None] = relationship(lazy="raise", viewonly=True)
    go_ahead: Mapped[RunGoAhead | None] = relationship(lazy="raise", viewonly=True)
    closing: Mapped[RegisterClosing | None] = relationship(lazy="raise", viewonly=True)


class Session(Base):
    """A session of a run. The database keeps `taken` by the seats, and never above `capacity`."""

    __tablename__ = "course_session"
    __table_args__ = (
        UniqueConstraint("run_id", "position"),
        Index("ix_course_session_starts", "starts_at", "id"),
        CheckConstraint("ends_at > starts_at", name="moments"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("taken >= 0 AND taken <= capacity", name="taken"),
        CheckConstraint(
            "(venue = 'school' AND school_id IS NOT NULL) OR (venue = 'address' AND address <> '' AND postcode <> '') "
            "OR (venue = 'online' AND school_id IS NULL)",
            name="venue_given",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("course_run.id"))
    position: Mapped[int]
    starts_at: Mapped[datetime] = mapped_column(UtcMoment)
    ends_at: Mapped[datetime] = mapped_column(UtcMoment)
    venue: Mapped[Venue] = mapped_column(word(Venue))
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    address: Mapped[str]
    postcode: Mapped[str]
    link: Mapped[str]
    easting: Mapped[int | None]
    northing: Mapped[int | None]
    capacity: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    uid: Mapped[str] = mapped_column(unique=True)
    sequence: Mapped[int] = mapped_column(default=0)
