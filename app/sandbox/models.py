"""The demo's calendar: how far its clock is ahead of the real one."""

from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base


class CalendarOffset(Base):
    """One row: the whole days by which the demo has been wound on."""

    __tablename__ = "calendar_offset"

    id: Mapped[int] = mapped_column(primary_key=True)
    days: Mapped[int]
