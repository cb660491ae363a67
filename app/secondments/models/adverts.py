"""What is particular to an opportunity or an availability."""

from datetime import date

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base, Pence, word
from app.secondments.values import CostBasis, Level, Pattern, Purpose, RoleFamily


class Advert(Base):
    """What is particular to secondments in a listing. In a draft much of it may be missing.

    `fte` is in ten-thousandths of full time; the band is of annual salary, full time. Of an availability
    `school_id` is the home school and `secondee_id` the person: neither leaves this floor unasked.
    """

    __tablename__ = "secondment_advert"
    __table_args__ = (
        Index("ix_secondment_advert_closing", "closing_date", "listing_id"),
        Index("ix_secondment_advert_secondee", "secondee_id"),
        Index("ix_secondment_advert_work", "family", "level", "start_date"),
        CheckConstraint("fte BETWEEN 1 AND 10000", name="fte"),
        CheckConstraint("weeks > 0 AND miles > 0", name="counts"),
        CheckConstraint("share_percent BETWEEN 1 AND 100", name="share"),
        CheckConstraint("band_from_pence >= 0 AND band_to_pence >= band_from_pence", name="band"),
        CheckConstraint("end_date IS NULL OR weeks IS NULL", name="one_end"),
    )

    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), primary_key=True)
    family: Mapped[RoleFamily | None] = mapped_column(word(RoleFamily))
    level: Mapped[Level | None] = mapped_column(word(Level))
    subjects: Mapped[list[str]] = mapped_column(JSON)
    purpose: Mapped[Purpose | None] = mapped_column(word(Purpose))
    start_date: Mapped[date | None] = mapped_column(Date)
    end_date: Mapped[date | None] = mapped_column(Date)
    weeks: Mapped[int | None]
    pattern: Mapped[Pattern | None] = mapped_column(word(Pattern))
    fte: Mapped[int | None]
    days: Mapped[list[str]] = mapped_column(JSON)
    half_terms: Mapped[list[str]] = mapped_column(JSON)
    school_id: Mapped[int | None] = mapped_column(ForeignKey("school.id"))
    shows_school: Mapped[bool]
    miles: Mapped[int | None]
    part_remote: Mapped[bool]
    essential: Mapped[str]
    desirable: Mapped[str]
    gain: Mapped[str]
    basis: Mapped[CostBasis | None] = mapped_column(word(CostBasis))
    share_percent: Mapped[int | None]
    band_from_pence: Mapped[int | None] = mapped_column(Pence)
    band_to_pence: Mapped[int | None] = mapped_column(Pence)
    closing_date: Mapped[date | None] = mapped_column(Date)
    secondee_id: Mapped[int | None] = mapped_column(ForeignKey("secondee.id"))
