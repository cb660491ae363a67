"""Call-offs that still wait for an approval when it is too late for one."""

from datetime import datetime

from sqlalchemy import update

from app.approvals import actions as approvals
from app.audit import actions as audit
from app.kernel.clock import london_date
from app.kernel.database import session
from app.procurement.actions.locks import lock_deal
from app.procurement.messages.call_offs import tell_lapsed
from app.procurement.models import CallOff
from app.procurement.queries.call_offs import call_off_by_reference, list_waiting
from app.procurement.queries.deals import deals_by_id
from app.procurement.values import CallOffState, CallOffValue

TAKEN_DOWN = "The operator of the site took the deal down."
STARTED = "The day on which it was to start has passed."


def lapse_waiting(*, deal_id: int, reason: str, at: datetime) -> int:
    """Nobody may call a deal off any more: what waits for approval under it lapses; returns how many that were.

    `reason` is a sentence that names nobody. The deal is held, so that none is being asked for meanwhile.
    """
    lock_deal(deal_id)
    return sum(_lapse(each, reason, at) for each in list_waiting(deal_id=deal_id))


def lapse_started(at: datetime) -> int:
    """What was to start before today and still waits for approval lapses; returns how many that were."""
    return sum(_lapse(each, STARTED, at) for each in list_waiting(before=london_date(at)))


def _lapse(held: CallOffValue, reason: str, at: datetime) -> bool:
    """The approval is held first, as whoever decides it does: an approval that was quicker has the call-off stand."""
    if held.approval_reference is None or not approvals.lapse(reference=held.approval_reference, at=at, reason=reason):
        return False
    row = update(CallOff).where(CallOff.id == held.id, CallOff.state == CallOffState.ASKED)
    session().execute(row.values(state=CallOffState.LAPSED, ended_at=at).execution_options(synchronize_session=False))
    concerns = [held.trust_id]
    audit.record(actor=None, verb="procurement.call_off_lapsed", subject=held.reference, at=at, concerns=concerns)
    tell_lapsed(call_off_by_reference(held.reference), deals_by_id([held.deal_id])[held.deal_id], reason, at=at)
    return True
