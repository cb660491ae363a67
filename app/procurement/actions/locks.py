"""Holding what several people may move at once, until the transaction ends."""

from sqlalchemy import select

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.procurement.models import CallOff, Deal, Participation, Round


def lock_round(listing_id: int) -> Round:
    """Hold a round until this transaction ends, read as it now is.

    Whoever moves it, or who joins, wants, commits or leaves, holds it first. Raises NotFound.
    """
    query = select(Round).where(Round.listing_id == listing_id).with_for_update()
    held = session().scalar(query.execution_options(populate_existing=True))
    if held is None:
        raise NotFound(f"no round {listing_id}")
    return held


def lock_participation(participation_id: int) -> Participation:
    """Hold a participation until this transaction ends, read as it now is; its round is held first. Raises NotFound."""
    query = select(Participation).where(Participation.id == participation_id).with_for_update()
    held = session().scalar(query.execution_options(populate_existing=True))
    if held is None:
        raise NotFound(f"no participation {participation_id}")
    return held


def lock_call_off(call_off_id: int) -> CallOff:
    """Hold a call-off until this transaction ends, read as it now is. Raises NotFound."""
    query = select(CallOff).where(CallOff.id == call_off_id).with_for_update()
    held = session().scalar(query.execution_options(populate_existing=True))
    if held is None:
        raise NotFound(f"no call-off {call_off_id}")
    return held


def lock_deal(listing_id: int) -> Deal:
    """Hold a deal until this transaction ends, read as it now is. Raises NotFound.

    Whoever changes or closes it, or calls it off, holds it first.
    """
    query = select(Deal).where(Deal.listing_id == listing_id).with_for_update()
    held = session().scalar(query.execution_options(populate_existing=True))
    if held is None:
        raise NotFound(f"no deal {listing_id}")
    return held
