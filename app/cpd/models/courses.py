"""Courses: what is particular to them in a listing, and the trusts that a provider counts as partners."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.cpd.values import BookedBy, ChargeOn, CourseFormat
from app.kernel.database import Base, Pence, UtcMoment, word
from app.kernel.vat import VatTreatment


class Course(Base):
    """What is particular to courses in a listing. In a draft much of it may be missing.

    Prices are for a place, without VAT. `bands` are [at least, up to or null, per cent], in working days' notice.
    """

    __tablename__ = "course"
    __table_args__ = (
        CheckConstraint("learning_minutes > 0", name="learning"),
        CheckConstraint("other_pence >= 0 AND partner_pence >= 0 AND early_pence >= 0", name="prices"),
        CheckConstraint("whole_school_pence >= 0 AND whole_school_places > 0", name="whole_school"),
        CheckConstraint("no_show_percent BETWEEN 0 AND 100", name="no_show"),
        CheckConstraint("attendance_percent BETWEEN 1 AND 100", name="attendance"),
        CheckConstraint("hold_days > 0 AND naming_days >= 0 AND offer_hours > 0", name="waits"),
    )

    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    format: Mapped[CourseFormat | None] = mapped_column(word(CourseFormat))
    outcomes: Mapped[str]
    roles: Mapped[list[str]] = mapped_column(JSON)
    subjects: Mapped[list[str]] = mapped_column(JSON)
    career_stages: Mapped[list[str]] = mapped_column(JSON)
    standard: Mapped[dict[str, str]] = mapped_column(JSON)
    presenter: Mapped[str]
    prerequisites: Mapped[str]
    learning_minutes: Mapped[int | None]
    npq_course: Mapped[str | None]
    npq_lead_provider: Mapped[str | None]
    npq_cohort: Mapped[str]
    npq_funded: Mapped[bool | None]
    is_free: Mapped[bool]
    other_pence: Mapped[int | None] = mapped_column(Pence)
    partner_pence: Mapped[int | None] = mapped_column(Pence)
    early_pence: Mapped[int | None] = mapped_column(Pence)
    early_days: Mapped[int | None]
    whole_school_pence: Mapped[int | None] = mapped_column(Pence)
    whole_school_places: Mapped[int | None]
    vat_treatment: Mapped[VatTreatment | None] = mapped_column(word(VatTreatment))
    vat_reason: Mapped[str]
    vat_decided_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    booked_by: Mapped[BookedBy] = mapped_column(word(BookedBy))
    charge_on: Mapped[ChargeOn] = mapped_column(word(ChargeOn))
    bands: Mapped[list[list[int | None]]] = mapped_column(JSON)
    no_show_percent: Mapped[int]
    hold_days: Mapped[int]
    naming_days: Mapped[int]
    offer_hours: Mapped[int]
    attendance_percent: Mapped[int]
    joining_instructions: Mapped[str]


class Partner(Base):
    """That a provider gives a trust its partner price."""

    __tablename__ = "course_partner"
    __table_args__ = (CheckConstraint("provider_id <> partner_id", name="two_trusts"),)

    provider_id: Mapped[int] = mapped_column(ForeignKey("trust.id"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("trust.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcMoment)
