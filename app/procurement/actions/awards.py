"""Recording by hand who won the lots of a round."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import Refused
from app.listings.rules import check_complete
from app.procurement.actions.locks import lock_round
from app.procurement.models import Award
from app.procurement.queries.rounds import get_own_round
from app.procurement.rules.awards import award_faults, check_can_award
from app.procurement.values import AwardTyped


def record_awards(*, reference: str, awards: Sequence[AwardTyped], actor: Actor, at: datetime) -> None:
    """Record who won which lots of a round that the actor's trust leads, in place of what was recorded before.

    A lot without an award goes to nobody. Raises NotFound, AwardWrong outside the evaluation, or Incomplete with
    every fault.
    """
    lock_round(get_own_round(actor.trust, reference).id)
    found = get_own_round(actor.trust, reference)
    check_can_award(found.stage)
    today = london_date(at)
    faults: list[Refused] = []
    for each in awards:
        found.lot(each.lot_id)
        faults += award_faults(each, tenders_by=found.timetable.tenders_by, today=today)
    check_complete(faults)
    lots = [lot.id for lot in found.lots]
    session().execute(delete(Award).where(Award.lot_id.in_(lots)).execution_options(synchronize_session=False))
    session().add_all(_row(each, actor, at) for each in awards)
    session().flush()
    facts = {"lots": sorted(found.lot(each.lot_id).position for each in awards)}
    audit.record(actor=actor, verb="procurement.awards_recorded", subject=reference, at=at, facts=facts)


def _row(typed: AwardTyped, actor: Actor, at: datetime) -> Award:
    assert typed.price is not None
    assert typed.award_date is not None
    return Award(
        lot_id=typed.lot_id,
        supplier=" ".join(typed.supplier.split()),
        price_hundredths=typed.price.hundredths,
        award_date=typed.award_date,
        note=typed.note.strip(),
        recorded_by=actor.person_id,
        recorded_at=at,
    )
