"""Asking a trust to commit itself, and taking the question back."""

from collections.abc import Sequence
from datetime import datetime

from app.approvals import messages, queries
from app.approvals.actions.moves import lock, move
from app.approvals.frozen import freeze
from app.approvals.models import Approval, Cancellation
from app.approvals.values import ApprovalState, Outcome, Preview
from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import insert_or_ignore, session
from app.kernel.money import Money
from app.kernel.references import new_reference


def ask(
    *,
    subject: str,
    title: str,
    summary: Sequence[tuple[str, str]],
    net: Money,
    gross: Money,
    actor: Actor,
    at: datetime,
) -> Outcome:
    """Apply the scheme of delegation of the actor's trust to what `subject` would commit it to.

    `net` and `gross` are the whole-life value without and with VAT: the scheme says which counts.
    Committed at once where the actor may do so alone; else an approval is asked of whoever may
    decide, with `title` and `summary` frozen as they are handed in.
    Raises NobodyMayApprove where the scheme asks for a decision that nobody can take.
    """
    found = queries.preview(trust_id=actor.trust, person_id=actor.person_id, net=net, gross=gross, on=london_date(at))
    facts = {"value_pence": found.value.pence, "scheme": found.scheme.number}
    if found.ruling.is_alone:
        audit.record(actor=actor, verb="approvals.committed_alone", subject=subject, at=at, facts=facts)
        return Outcome(committed=True)
    reference = _add(found, subject=subject, title=title, summary=summary, actor=actor, at=at)
    audit.record(actor=actor, verb="approvals.asked", subject=reference, at=at, facts={**facts, "for": subject})
    messages.tell_deciders(queries.get_own(actor.trust, reference), found.ruling.deciders, at=at)
    return Outcome(committed=False, approval_reference=reference)


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
    found: Preview, *, subject: str, title: str, summary: Sequence[tuple[str, str]], actor: Actor, at: datetime
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
    }
    while True:
        reference = new_reference("APR")
        if insert_or_ignore(Approval.__table__, {**values, "reference": reference}):  # type: ignore[arg-type]
            return reference
