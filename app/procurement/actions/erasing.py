"""Erasing what is personal in rounds that were over long ago."""

from datetime import datetime

from sqlalchemy import Update, select, update

from app.audit import actions as audit
from app.audit.values import Entry
from app.kernel.clock import london_date, midnight
from app.kernel.database import session
from app.procurement.models import Commitment, Participation, Round, Signature, Withdrawal
from app.procurement.rules.retention import erased_before
from app.procurement.values import Stage


def erase_names(*, at: datetime) -> int:
    """Erase who signed for which trust, from where, and what was written as a reason to leave; returns of how many.

    It is done for rounds that were over so long ago that nobody needs it. That a trust was bound, by which document
    and until when, stays.
    """
    before = midnight(erased_before(london_date(at)))
    over = select(Round.listing_id).where(
        Round.stage.in_([stage for stage in Stage if stage.is_over]), Round.stage_at < before
    )
    theirs = select(Participation.id).where(Participation.listing_id.in_(over))
    signed = select(Commitment.id).where(Commitment.participation_id.in_(theirs))
    wrote = (Withdrawal.participation_id.in_(theirs), Withdrawal.reason != "")
    named = (Signature.commitment_id.in_(signed), Signature.name != "")
    signers = (
        select(Commitment.participation_id).join(Signature, Signature.commitment_id == Commitment.id).where(*named)
    )
    leavers = select(Withdrawal.participation_id).where(*wrote)
    rows = session().execute(
        select(Participation.reference, Participation.trust_id)
        .where(Participation.id.in_(signers) | Participation.id.in_(leavers))
        .order_by(Participation.id)
    )
    entries = [Entry(reference, (trust_id,), {}) for reference, trust_id in rows]
    _write(update(Signature).where(*named).values(name="", address=""))
    _write(update(Withdrawal).where(*wrote).values(reason=""))
    audit.record_each(actor=None, verb="procurement.names_erased", entries=entries, at=at)
    return len(entries)


def _write(statement: Update) -> None:
    session().execute(statement.execution_options(synchronize_session=False))
