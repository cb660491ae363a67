"""Reminding those whom a round waits for."""

from datetime import datetime

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.procurement.actions.locks import lock_round
from app.procurement.messages import joining as messages
from app.procurement.queries.missing import missing
from app.procurement.queries.rounds import get_own_round
from app.procurement.rules.missing import check_can_remind, waits_until


def remind_missing(*, reference: str, actor: Actor, at: datetime) -> int:
    """Remind the procurement leads of every trust that a round of the actor's trust waits for, once a London day.

    Returns how many trusts have somebody to be reminded. Raises NotFound, or CannotRemind.
    """
    row = lock_round(get_own_round(actor.trust, reference).id)
    held, today = get_own_round(actor.trust, reference), london_date(at)
    waited_for = missing(held)
    check_can_remind(waited_for, row.reminded_at, today)
    row.reminded_at = at
    session().flush()
    facts = {"trusts": len(waited_for)}
    audit.record(actor=actor, verb="procurement.missing_reminded", subject=reference, at=at, facts=facts)
    return messages.remind_missing(held, waited_for, until=waits_until(held), day=today, at=at)
