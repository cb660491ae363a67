"""Holding what several people may move at once, until the transaction ends."""

from collections.abc import Collection

from sqlalchemy import func, select

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.secondments.models import Interest, Secondee, Secondment

WHOLE_TIME = 160
"""Keeps what this floor numbers for the database's own locks apart from what others may."""


def lock_secondment(secondment_id: int) -> Secondment:
    """Hold a secondment until this transaction ends, read as it now is.

    Whoever moves it, its versions, signatures or commitments holds it first. Raises NotFound.
    """
    query = select(Secondment).where(Secondment.id == secondment_id).with_for_update()
    held = session().scalar(query.execution_options(populate_existing=True))
    if held is None:
        raise NotFound(f"no secondment {secondment_id}")
    return held


def lock_interest(interest_id: int) -> Interest:
    """Hold an interest until this transaction ends, read as it now is.

    Whoever moves it, or gives or withdraws a consent, holds it first. Raises NotFound.
    """
    query = select(Interest).where(Interest.id == interest_id).with_for_update()
    held = session().scalar(query.execution_options(populate_existing=True))
    if held is None:
        raise NotFound(f"no interest {interest_id}")
    return held


def lock_interests(interest_ids: Collection[int]) -> None:
    """Hold some interests as `lock_interest` holds one, always in the same order; what does not exist is left out."""
    query = select(Interest.id).where(Interest.id.in_(interest_ids)).order_by(Interest.id).with_for_update()
    session().execute(query).all()


def lock_secondee(secondee_id: int) -> Secondee:
    """Hold somebody's record until this transaction ends, read as it now is.

    Whoever begins something about them, or erases them, holds it before anything else of theirs. Raises NotFound.
    A row that only points to them does not wait for it, so that nobody who holds what is theirs does.
    """
    query = select(Secondee).where(Secondee.id == secondee_id).with_for_update(key_share=True)
    held = session().scalar(query.execution_options(populate_existing=True))
    if held is None:
        raise NotFound(f"no secondee {secondee_id}")
    return held


def lock_whole_time(secondee_id: int) -> None:
    """Hold what is agreed of somebody's whole time until this transaction ends: one agreement after another.

    It is taken last, by whoever holds the secondment. Their record is no use for that: whoever erases them holds it
    and waits for the secondment. SQLite has one writer as it is.
    """
    if session().get_bind().dialect.name == "postgresql":
        session().execute(select(func.pg_advisory_xact_lock(WHOLE_TIME, secondee_id)))
