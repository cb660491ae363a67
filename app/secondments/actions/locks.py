"""Holding what several people may move at once, until the transaction ends."""

from sqlalchemy import select

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.secondments.models import Interest, Secondee, Secondment


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


def lock_secondee(secondee_id: int) -> Secondee:
    """Hold somebody's record until this transaction ends, read as it now is.

    Whoever begins something about them, or erases them, holds it first. Raises NotFound.
    """
    query = select(Secondee).where(Secondee.id == secondee_id).with_for_update()
    held = session().scalar(query.execution_options(populate_existing=True))
    if held is None:
        raise NotFound(f"no secondee {secondee_id}")
    return held
