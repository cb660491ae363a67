"""What the home employer confirms of its checks, and the host of who came. There is no place for documents."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base, UtcMoment, word
from app.secondments.values import CheckItem, WhyNot


class Check(Base):
    """One item: done on a day, or not required and why."""

    __tablename__ = "secondment_check"
    __table_args__ = (CheckConstraint("(done_date IS NULL) <> (why_not IS NULL)", name="one_answer"),)

    secondment_id: Mapped[int] = mapped_column(ForeignKey("secondment.id"), primary_key=True)
    item: Mapped[CheckItem] = mapped_column(word(CheckItem), primary_key=True)
    done_date: Mapped[date | None] = mapped_column(Date)
    why_not: Mapped[WhyNot | None] = mapped_column(word(WhyNot))
    confirmed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime] = mapped_column(UtcMoment)


class Arrival(Base):
    """That the host saw that the person who came is the person named."""

    __tablename__ = "secondment_arrival"

    secondment_id: Mapped[int] = mapped_column(ForeignKey("secondment.id"), primary_key=True)
    arrived_date: Mapped[date] = mapped_column(Date)
    confirmed_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime] = mapped_column(UtcMoment)
