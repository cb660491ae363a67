"""Telling those who joined a round of prices reached and lost: of each once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from app.kernel import outbox
from app.kernel.database import insert_or_ignore, session
from app.listings import queries as listings
from app.procurement.actions.locks import lock_round
from app.procurement.messages.tiers import tell_lost, tell_reached
from app.procurement.models import TierTold
from app.procurement.queries.participations import list_participations
from app.procurement.queries.rounds import get_round
from app.procurement.queries.tiers import standings_of, tiers_told
from app.procurement.rules.tiers import newly_reached
from app.procurement.values import LotStanding, ParticipationState, RoundValue
from app.search import actions as search

TIERS_JOB = "procurement.tiers"


def look_at_tiers(*, reference: str, at: datetime) -> None:
    """Have the worker tell participants what a change of demand did to the prices of a round, if anything."""
    outbox.post(handler=TIERS_JOB, payload={"round": reference}, key=f"{TIERS_JOB}:{reference}:{at.isoformat()}", at=at)


def tell_tiers(*, reference: str, at: datetime) -> int:
    """Tell participants of the tiers that all who intend to buy reach and of which nobody was told, or have lost.

    Several tiers passed at once are told of as the best of them. The search is told too. Returns how many notices
    that made. Raises NotFound.
    """
    lock_round(get_round(reference).id)
    found = get_round(reference)
    joined = [each for each in list_participations(found.id) if each.state is not ParticipationState.WITHDRAWN]
    trust_ids, told, count = [each.trust_id for each in joined], tiers_told(found), 0
    if found.stage is None or not found.stage.is_gathering:
        return 0
    for standing in standings_of(found):
        count += _tell_of(found, standing, told[standing.lot.id], trust_ids, at)
    if count:
        search.note_change(reference=reference, kind=listings.get_listing(reference).kind, at=at)
    return count


def _tell_of(
    found: RoundValue, standing: LotStanding, told: Sequence[int], trust_ids: Sequence[int], at: datetime
) -> int:
    lot, reached = standing.lot, standing.intended
    new = newly_reached(lot, reached.quantity, told)
    lost = [each for each in told if each > reached.counted]
    for tier in new:
        values = {"lot_id": lot.id, "at_least": tier.at_least, "told_at": at}
        insert_or_ignore(TierTold.__table__, values)  # type: ignore[arg-type]
    if lost:
        gone = (TierTold.lot_id == lot.id, TierTold.at_least.in_(lost))
        session().execute(delete(TierTold).where(*gone).execution_options(synchronize_session=False))
        tell_lost(found, lot, reached, trust_ids=trust_ids, at=at)
    if new:
        tell_reached(found, lot, reached, new[-1], trust_ids=trust_ids, at=at)
    return bool(new) + bool(lost)
