"""Recording suppliers' quotes while a decision waits."""

from datetime import datetime

from sqlalchemy import delete

from app.approvals import queries, rules
from app.approvals.actions.moves import lock
from app.approvals.models import Quote
from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.kernel.money import Money


def record_quote(*, reference: str, supplier: str, amount: Money, actor: Actor, at: datetime) -> None:
    """Put a supplier's quote, for the whole life, on record with an approval that waits.

    Raises NotFound, AlreadyDecided, or QuoteWrong: no name, no amount, or a supplier that has quoted already.
    """
    approval_id, name = lock(actor.trust, reference), " ".join(supplier.split())
    rules.check_waits(queries.get_own(actor.trust, reference).state)
    rules.check_quote(name, amount)
    values = {
        "approval_id": approval_id,
        "supplier": name,
        "supplier_key": name.casefold(),
        "amount_pence": amount.pence,
        "recorded_by": actor.person_id,
        "recorded_at": at,
    }
    if not insert_or_ignore(Quote.__table__, values):  # type: ignore[arg-type]
        raise rules.QuoteWrong(f"A quote from {name} is already recorded. Remove it first.", field="supplier")
    facts = {"amount_pence": amount.pence}
    audit.record(actor=actor, verb="approvals.quote_recorded", subject=reference, at=at, facts=facts)


def remove_quote(*, reference: str, quote_id: int, actor: Actor, at: datetime) -> None:
    """Take a quote off an approval that waits. Raises NotFound or AlreadyDecided."""
    approval_id = lock(actor.trust, reference)
    rules.check_waits(queries.get_own(actor.trust, reference).state)
    gone = session().execute(delete(Quote).where(Quote.id == quote_id, Quote.approval_id == approval_id))
    if not getattr(gone, "rowcount", 0):
        raise NotFound(f"no quote {quote_id} of {reference}")
    audit.record(actor=actor, verb="approvals.quote_removed", subject=reference, at=at, facts={"quote": quote_id})
