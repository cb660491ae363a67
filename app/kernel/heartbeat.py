"""The worker's sign of life, by which the health page and the operator know that it runs."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base, UtcMoment, session

SILENT_AFTER = timedelta(seconds=30)


class Heartbeat(Base):
    """One row: when the worker last swept the outbox, in real time."""

    __tablename__ = "heartbeat"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcMoment)


def beat(*, at: datetime) -> None:
    """Note that the worker is alive at a moment of real time."""
    session().merge(Heartbeat(id=1, at=at))
    session().flush()


def is_alive(*, at: datetime) -> bool:
    """Whether the worker gave a sign of life in the last 30 seconds of real time."""
    row = session().get(Heartbeat, 1)
    return row is not None and at - row.at < SILENT_AFTER
