"""Asking a trust to commit itself, taking the question back, and its coming to be of no use."""

from collections.abc import Sequence
from datetime import datetime

from app.approvals import messages, queries
from app.approvals.actions.moves import lock, move
from app.approvals.frozen import freeze
from app.approvals.models import Approval, Cancellation, Lapse
from app.approvals.values import ApprovalState, Outcome, Preview
from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import insert_or_ignore, session
from app.kernel.money import Money
from app.kernel.references import new_reference

NOT_ON_OFFER = "What was asked for is no longer on offer."


def ask(
    *,
    subject: str,
    title: str,
    summary: Sequence[tuple[str, str]],
    net: Money,
    gross: Money,
    actor: Actor,
    at: datetime,
    decide_by: datetime | None = None,
) -> Outcome:
    """Apply the scheme of delegation of the actor's trust to what `subject` would commit it to.

    `net` and `gross` are the whole-life value without and with VAT: the scheme says which counts.
    What costs nothing commits a trust to nothing: do not ask for £0.00, for which a band might have
    somebody decide.
    Committed at once where the actor may do so alone; else an approval is asked of whoever may
    decide, with `title` and `summary` frozen as they are handed in. `decide_by` is the moment until
    which what is asked for is held, if only for a time: deciders are shown it. Letting it go then, and
    calling `lapse`, is the asker's affair, as is refusing what is approved after it.
    Raises NobodyMayApprove where the scheme asks for a decision that nobody can take.
    """
    found = queries.preview(trust_id=actor.trust, person_id=actor.person_id, net=net, gross=gross, on=london_date(at))
    facts = {"value_pence": found.value.pence, "scheme": found.scheme.number}
    if found.ruling.is_alone:
        audit.record(actor=actor, verb="approvals.committed_alone", subject=subject, at=at, facts=facts)
        return Outcome(committed=True)
    reference = _add(found, subject=subject, title=title, summary=summary, actor=actor, at=at, decide_by=decide_by)
    audit.record(actor=actor, verb="approvals.asked", subject=reference, at=at, facts={**facts, "for": subject})
    messages.tell_deciders(queries.get_own(actor.trust, reference), found.ruling.deciders, at=at)
    return Outcome(committed=False, approval_reference=reference)


def lapse(*, reference: str, at: datetime, reason: str = NOT_ON_OFFER) -> bool:
    """What was asked for is no longer on offer (a hold ran out, the provider cancelled): nobody need decide it.

    Ends the approval as "No longer needed" with the reason, which must not name a person, and tells
    those who would have decided; whoever asked is told by the floor that asked. Returns whether it was
    still open: one that was decided, withdrawn or has lapsed stays as it is. Raises NotFound.
    """
    trust_id = queries.get_approval(reference).trust_id
    approval_id = lock(trust_id, reference)
    approval = queries.get_own(trust_id, reference)
    if approval.state is not ApprovalState.AWAITING:
        return False
    rulings = queries.rulings_on(trust_id, [approval])
    move(approval_id, ApprovalState.CANCELLED)
    session().add(Lapse(approval_id=approval_id, reason=reason, lapsed_at=at))
    session().flush()
    facts = {"for": approval.subject}
    audit.record(actor=None, verb="approvals.lapsed", subject=reference, at=at, concerns=[trust_id], facts=facts)
    deciders = rulings[reference].deciders if reference in rulings else frozenset()
    messages.tell_lapsed(approval, deciders, reason, at=at)
    return True


def cancel(*, reference: str, actor: Actor, at: datetime) -> None:
    """What was asked for is withdrawn: nobody need decide it. Raises NotFound, or AlreadyDecided."""
    approval_id = lock(actor.trust, reference)
    approval = queries.get_own(actor.trust, reference)
    rulings = queries.rulings_on(actor.trust, [approval])
    move(approval_id, ApprovalState.CANCELLED)
    session().add(Cancellation(approval_id=approval_id, person_id=actor.person_id, cancelled_at=at))
    session().flush()
    audit.record(actor=actor, verb="approvals.cancelled", subject=reference, at=at, facts={"for": approval.subject})
    deciders = rulings[reference].deciders if reference in rulings else frozenset()
    messages.tell_cancelled(approval, deciders, at=at)


def _add(
    found: Preview,
    *,
    subject: str,
    title: str,
    summary: Sequence[tuple[str, str]],
    actor: Actor,
    at: datetime,
    decide_by: datetime | None,
) -> str:
    values = {
        "trust_id": actor.trust,
        "subject": subject,
        "title": title,
        "summary": [list(pair) for pair in summary],
        "value_pence": found.value.pence,
        "includes_vat": found.scheme.includes_vat,
        "scheme_number": found.scheme.number,
        "scheme_from_date": found.scheme.from_date,
        "bands": freeze(found.scheme.bands),
        "state": ApprovalState.AWAITING,
        "requested_by": actor.person_id,
        "requested_at": at,
        "decide_by_at": decide_by,
    }
    while True:
        reference = new_reference("APR")
        if insert_or_ignore(Approval.__table__, {**values, "reference": reference}):  # type: ignore[arg-type]
            return reference
