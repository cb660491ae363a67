"""The outbox: what cannot roll back, written down in the transaction that wants it done.

A worker claims a row for a time, carries it out, and marks it done in the transaction that records
the outcome. A worker that dies leaves a claim that lapses; the next one does the same work again
under the same key.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.database import Base, UtcMoment, insert_or_ignore, session

CLAIM = timedelta(seconds=60)
MOST_TRIES = 12


class OutboxRow(Base):
    """One piece of work, by the name of its handler, once for its key."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_waiting", "done_at", "given_up_at", "due_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    handler: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    key: Mapped[str] = mapped_column(unique=True)
    posted_at: Mapped[datetime] = mapped_column(UtcMoment)
    due_at: Mapped[datetime] = mapped_column(UtcMoment)
    tries: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    last_error: Mapped[str | None]
    done_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    given_up_at: Mapped[datetime | None] = mapped_column(UtcMoment)


def post(*, handler: str, payload: dict[str, Any], key: str, at: datetime, due_at: datetime | None = None) -> bool:
    """Write work down, due now or later; False when its key is there already.

    The payload holds ids and plain words, never a person's name. `at` and `due_at` are UTC.
    """
    current = session()
    added = insert_or_ignore(
        OutboxRow.__table__,  # type: ignore[arg-type]
        {
            "handler": handler,
            "payload": payload,
            "key": key,
            "posted_at": at,
            "due_at": due_at or at,
            "tries": 0,
        },
    )
    if added:
        current.info["bell"] = True
    return added


def list_waiting(*, at: datetime, tries_at: datetime, most: int = 200) -> list[int]:
    """Ids of the rows due and claimed by nobody, oldest first.

    `at` is the house's time, against which work is due; `tries_at` is real time, in which claims lapse.
    """
    row = OutboxRow
    return list(
        session().scalars(
            select(row.id)
            .where(row.done_at.is_(None), row.given_up_at.is_(None), row.due_at <= at)
            .where((row.claimed_until.is_(None)) | (row.claimed_until <= tries_at))
            .order_by(row.id)
            .limit(most)
        )
    )


def claim(row_id: int, *, tries_at: datetime, claim_for: timedelta = CLAIM) -> OutboxRow | None:
    """Take a row for a time, in real time; None when another worker was quicker or it is done."""
    row = OutboxRow
    taken = session().execute(
        update(row)
        .where(row.id == row_id, row.done_at.is_(None), row.given_up_at.is_(None))
        .where((row.claimed_until.is_(None)) | (row.claimed_until <= tries_at))
        .values(claimed_until=tries_at + claim_for, tries=row.tries + 1)
    )
    return session().get(row, row_id) if getattr(taken, "rowcount", 0) else None


def mark_done(row_id: int, *, at: datetime) -> bool:
    """The work is done, and stays on record; False when another worker did it meanwhile."""
    return _change(row_id, done_at=at, claimed_until=None, last_error=None)


def mark_failed(row_id: int, *, error: str, tries: int, at: datetime, tries_at: datetime) -> bool:
    """Try again after a while (2 s, 4 s, … up to an hour, in real time); True when tries have run out.

    Does nothing where another worker did the work meanwhile.
    """
    if tries >= MOST_TRIES:
        return _change(row_id, given_up_at=at, claimed_until=None, last_error=error)
    pause = timedelta(seconds=min(2**tries, 3600))
    _change(row_id, claimed_until=tries_at + pause, last_error=error)
    return False


def put_off(row_id: int, *, until: datetime) -> None:
    """Not yet: the work is due again at a later moment of the house's time, and no try is counted."""
    _change(row_id, due_at=until, claimed_until=None, tries=0)


def try_again(row_id: int, *, at: datetime) -> bool:
    """Begin afresh, now, with work that ran out of tries; False where it did not, or someone was quicker."""
    row = OutboxRow
    given_up = (row.id == row_id, row.done_at.is_(None), row.given_up_at.is_not(None))
    changed = session().execute(update(row).where(*given_up).values(given_up_at=None, tries=0, due_at=at))
    if not getattr(changed, "rowcount", 0):
        return False
    session().info["bell"] = True
    return True


def _change(row_id: int, **values: Any) -> bool:
    waits = (OutboxRow.id == row_id, OutboxRow.done_at.is_(None), OutboxRow.given_up_at.is_(None))
    changed = session().execute(update(OutboxRow).where(*waits).values(**values))
    return bool(getattr(changed, "rowcount", 0))


def count_given_up() -> int:
    """How many pieces of work ran out of tries and wait for someone to try them again."""
    counted = select(func.count(OutboxRow.id)).where(OutboxRow.given_up_at.is_not(None))
    return session().scalar(counted) or 0
