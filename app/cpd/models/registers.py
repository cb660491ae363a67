"""Who came, what they thought of it, and the certificates that followed."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.cpd.values import Mark
from app.kernel.database import Base, UtcMoment, word


class Attendance(Base):
    """What the register says of one place at one session."""

    __tablename__ = "course_attendance"
    __table_args__ = (Index("ix_course_attendance_session", "session_id"),)

    place_id: Mapped[int] = mapped_column(ForeignKey("course_place.id"), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("course_session.id"), primary_key=True)
    mark: Mapped[Mark] = mapped_column(word(Mark))
    marked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime] = mapped_column(UtcMoment)


class Evaluation(Base):
    """One delegate's answers about a run, kept without saying whose they are. Scores are 1 to 5 by question."""

    __tablename__ = "course_evaluation"
    __table_args__ = (
        Index("ix_course_evaluation_run", "run_id", "id"),
        Index("ix_course_evaluation_listing", "listing_id"),
        CheckConstraint("overall BETWEEN 1 AND 5", name="overall"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("course_run.id"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    overall: Mapped[int]
    scores: Mapped[dict[str, int]] = mapped_column(JSON)
    comment: Mapped[str]
    given_date: Mapped[date] = mapped_column(Date)


class Certificate(Base):
    """A certificate of attendance, as it was issued; the delegate's name is looked up. `minutes` are of learning."""

    __tablename__ = "course_certificate"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes"),)

    place_id: Mapped[int] = mapped_column(ForeignKey("course_place.id"), primary_key=True)
    delegate_id: Mapped[int] = mapped_column(ForeignKey("delegate.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    provider_name: Mapped[str]
    first_date: Mapped[date] = mapped_column(Date)
    last_date: Mapped[date] = mapped_column(Date)
    minutes: Mapped[int]
    standard: Mapped[list[str]] = mapped_column(JSON)
    npq: Mapped[str]
    issued_at: Mapped[datetime] = mapped_column(UtcMoment)


class CalendarFeed(Base):
    """The secret address at which a trust's calendar of courses is read; a new one ends the old."""

    __tablename__ = "calendar_feed"

    trust_id: Mapped[int] = mapped_column(ForeignKey("trust.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(unique=True)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcMoment)
