"""What a version commits each of its trusts to, as the trust's scheme of delegation allows."""

from datetime import datetime

from sqlalchemy import select, update

from app.approvals import actions as approvals
from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.secondments.actions.agreements.versions import end_version, lapse_approvals, settle_version
from app.secondments.actions.locks import lock_secondment
from app.secondments.models import Commitment
from app.secondments.queries.agreements import worth_for
from app.secondments.queries.recharge import pay_of_version, vat_of_version
from app.secondments.queries.secondments import (
    secondment_of_version,
    secondments_by_id,
    version_by_id,
    versions_of,
)
from app.secondments.rules import agreements as rules
from app.secondments.rules.agreements_starts import commitment_of
from app.secondments.rules.agreements_worth import Worth, needs_asking
from app.secondments.rules.recharge import schedule
from app.secondments.summaries import approval_summary
from app.secondments.values import CommitmentState, SecondmentValue, VersionState, VersionValue

DECLINED = "What it commits a trust to was declined under its scheme of delegation."


def commit_trust(*, version_id: int, actor: Actor, at: datetime) -> CommitmentState:
    """Have the actor's trust commit itself to what an open version costs it over the whole term, on-costs in.

    Committed at once where that is nothing, no more than it committed to before, or the actor's alone to commit;
    else an approval is asked. A trust is asked once for each version. Returns where it stands. Raises NotFound,
    LookupError for a trust that is no party, MovedOn for a version that is not open, NobodyMayApprove.
    """
    secondment_id = secondment_of_version(version_id)
    lock_secondment(secondment_id)
    held, version = secondments_by_id([secondment_id])[secondment_id], version_by_id(version_id)
    rules.check_is_open(version.state)
    asked = commitment_of(version, actor.trust)
    if asked is not None:
        return asked.state
    worth = worth_of_version(held, version, trust_id=actor.trust)
    before = [each for old in versions_of(held.id) for each in old.commitments if each.trust_id == actor.trust]
    approval = _ask(held, version, worth, actor, at) if needs_asking(worth, before) else None
    row = Commitment(
        version_id=version.id,
        trust_id=actor.trust,
        net_pence=worth.net.pence,
        gross_pence=worth.gross.pence,
        state=CommitmentState.ASKED if approval else CommitmentState.COMMITTED,
        approval_reference=approval,
        asked_by=actor.person_id,
        asked_at=at,
        decided_at=None if approval else at,
    )
    session().add(row)
    session().flush()
    facts = {"version": version.number, "net_pence": worth.net.pence, "state": row.state.value}
    audit.record(actor=actor, verb="secondments.committed", subject=held.reference, at=at, facts=facts)
    return row.state


def worth_of_version(held: SecondmentValue, version: VersionValue, *, trust_id: int) -> Worth:
    """What a version commits one of its trusts to over the whole term. Raises LookupError for any other trust."""
    party = held.party_of(trust_id)
    made = schedule(version.terms, pay_of_version(version.id))
    vat = vat_of_version(version.id)
    return worth_for(held, party, made, vat.reason if vat else None, today=london_date(version.issued_at))


def approve_commitment(*, approval: str, at: datetime) -> None:
    """A trust's scheme allows what a version commits it to: in force if that was all it waited for."""
    version_id = _decide(approval, CommitmentState.COMMITTED, at)
    if version_id is not None:
        settle_version(version_id=version_id, at=at)


def decline_commitment(*, approval: str, at: datetime) -> None:
    """A trust's scheme does not allow what a version commits it to: it is no longer to be signed."""
    waiting = _waiting(approval)
    if waiting is not None:
        # Before the secondment is held: whoever decides for the other trust holds their approval first.
        lapse_approvals(version_by_id(waiting), at=at)
    version_id = _decide(approval, CommitmentState.DECLINED, at)
    if version_id is None:
        return
    held, version = secondments_by_id([secondment_of_version(version_id)]), version_by_id(version_id)
    if version.state is VersionState.OPEN:
        end_version(next(iter(held.values())), version, why=DECLINED, actor=None, at=at)


def _decide(approval: str, state: CommitmentState, at: datetime) -> int | None:
    """Note what was decided of a commitment that waits; the id of its version, or None where none waits."""
    version_id = _waiting(approval)
    if version_id is None:
        return None
    lock_secondment(secondment_of_version(version_id))
    mine = (Commitment.approval_reference == approval, Commitment.state == CommitmentState.ASKED)
    decided = update(Commitment).where(*mine).values(state=state, decided_at=at)
    moved = session().execute(decided.execution_options(synchronize_session=False))
    return version_id if getattr(moved, "rowcount", 0) else None


def _waiting(approval: str) -> int | None:
    """The version of which a commitment waits for an approval, or None."""
    mine = (Commitment.approval_reference == approval, Commitment.state == CommitmentState.ASKED)
    return session().scalar(select(Commitment.version_id).where(*mine))


def _ask(held: SecondmentValue, version: VersionValue, worth: Worth, actor: Actor, at: datetime) -> str | None:
    title, summary = approval_summary(held, version, pay_of_version(version.id), worth, trust_id=actor.trust)
    outcome = approvals.ask(
        subject=held.reference,
        title=title,
        summary=summary,
        net=worth.net,
        gross=worth.gross,
        actor=actor,
        at=at,
    )
    return outcome.approval_reference
