"""Approving and declining. Of two people who decide at once, one wins and the other is told."""

from datetime import datetime

from app.approvals import messages, queries, rules
from app.approvals.actions.moves import lock, move
from app.approvals.models import Decision, QuoteWaiver
from app.approvals.values import ApprovalDeclined, ApprovalGranted, ApprovalState, ApprovalValue
from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.boards import news
from app.kernel.database import session


def approve(*, reference: str, reason: str, waiver_reason: str, actor: Actor, at: datetime) -> None:
    """Commit the actor's trust to what was asked. `reason` may be empty; `waiver_reason` is needed for missing quotes.

    Raises NotFound, NotYours, QuotesMissing, or AlreadyDecided where somebody was quicker.
    """
    approval_id, approval = _held(reference, actor)
    needed = queries.rulings_on(actor.trust, [approval])[reference].quotes_needed
    rules.check_can_approve(quotes=len(approval.quotes), needed=needed, waiver=waiver_reason)
    waived = len(approval.quotes) < needed
    if waived:
        _add(
            QuoteWaiver(approval_id=approval_id, reason=waiver_reason.strip(), person_id=actor.person_id, waived_at=at)
        )
    _decide(approval_id, approval, ApprovalState.APPROVED, reason, actor, at, quotes_waived=waived)
    news.tell(ApprovalGranted(reference, approval.subject, actor.person_id), at=at)


def decline(*, reference: str, reason: str, actor: Actor, at: datetime) -> None:
    """Say no to what was asked, with a reason for whoever asked.

    Raises NotFound, NotYours, ReasonMissing, or AlreadyDecided where somebody was quicker.
    """
    approval_id, approval = _held(reference, actor)
    rules.check_can_decline(reason)
    _decide(approval_id, approval, ApprovalState.DECLINED, reason, actor, at)
    news.tell(ApprovalDeclined(reference, approval.subject, actor.person_id), at=at)


def _held(reference: str, actor: Actor) -> tuple[int, ApprovalValue]:
    approval_id = lock(actor.trust, reference)
    approval = queries.get_own(actor.trust, reference)
    ruling = queries.rulings_on(actor.trust, [approval]).get(reference)
    rules.check_may_decide(actor.person_id, requester=approval.requested_by, ruling=ruling, state=approval.state)
    return approval_id, approval


def _decide(
    approval_id: int,
    approval: ApprovalValue,
    to: ApprovalState,
    reason: str,
    actor: Actor,
    at: datetime,
    *,
    quotes_waived: bool = False,
) -> None:
    rules.check_reason_length(reason)
    move(approval_id, to)
    _add(Decision(approval_id=approval_id, person_id=actor.person_id, decided_at=at, reason=reason.strip()))
    facts = {"for": approval.subject, "quotes": len(approval.quotes), "quotes_waived": quotes_waived}
    audit.record(actor=actor, verb=f"approvals.{to.value}", subject=approval.reference, at=at, facts=facts)
    messages.tell_asker(queries.get_own(actor.trust, approval.reference), at=at)


def _add(row: Decision | QuoteWaiver) -> None:
    session().add(row)
    session().flush()
