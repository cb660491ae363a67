"""What the search needs of rounds besides themselves, in batches: how much all want, and who has a part in them."""

from collections.abc import Iterable

from sqlalchemy import func, select

from app.kernel.database import session
from app.procurement.models import DemandLine, Invitation, Participation, Round
from app.procurement.queries.demand import counts
from app.procurement.values import ParticipationState


def quantities_by_lot(round_ids: Iterable[int]) -> dict[int, int]:
    """By lot: how much of it all whose demand counts want together; lots that nobody wants are missing."""
    query = (
        select(DemandLine.lot_id, func.sum(DemandLine.quantity))
        .join(Participation, Participation.id == DemandLine.participation_id)
        .join(Round, Round.listing_id == Participation.listing_id)
        .where(Participation.listing_id.in_(set(round_ids)), counts())
        .group_by(DemandLine.lot_id)
    )
    return {lot_id: int(total) for lot_id, total in session().execute(query)}


def insiders_of(round_ids: Iterable[int]) -> dict[int, set[int]]:
    """By round: the trusts that are invited to it or take part; rounds that have none are missing."""
    ids, found = set(round_ids), dict[int, set[int]]()
    invited = select(Invitation.listing_id, Invitation.trust_id).where(Invitation.listing_id.in_(ids))
    joined = select(Participation.listing_id, Participation.trust_id).where(
        Participation.listing_id.in_(ids), Participation.state != ParticipationState.WITHDRAWN
    )
    for query in (invited, joined):
        for round_id, trust_id in session().execute(query):
            found.setdefault(round_id, set()).add(trust_id)
    return found
