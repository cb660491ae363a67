"""Committing a trust to what it wants of a round: asked, allowed, signed; given up or undone before it counts."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.approvals import actions as approvals
from app.approvals.values import Estimate
from app.audit import actions as audit
from app.kernel import outbox
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.procurement.actions.locks import lock_participation, lock_round
from app.procurement.actions.tiers import look_at_tiers
from app.procurement.messages import commitments as messages
from app.procurement.models import Commitment, Participation, Signature
from app.procurement.queries.agreements import current_agreement
from app.procurement.queries.commitments import find_asked, open_commitment, open_in, worth_at_guide
from app.procurement.queries.participations import find_participation, get_participation_by_id, list_participations
from app.procurement.queries.rounds import check_may_read, get_round, rounds_by_id
from app.procurement.rules import commitments as rules
from app.procurement.rules.commitments_words import approval_rows, approval_title
from app.procurement.rules.demand import BOUND
from app.procurement.values import (
    AgreementValue,
    CommitmentState,
    CommitmentValue,
    ParticipationState,
    ParticipationValue,
    RoundValue,
)
from app.trusts import queries as trusts

LAPSE_JOB = "procurement.lapse"
ABANDONED = "The round was abandoned, so nothing binds anybody."
NO_USE = "The commitment that it was for is no longer asked for."


def ask_to_commit(
    *, reference: str, seen_version: int, seen_sha256: str, actor: Actor, at: datetime
) -> ParticipationState:
    """Ask that the actor's trust be committed to what it wants, at the guide price over the whole contract.

    `seen_version` is that of the demand, `seen_sha256` the fingerprint of the agreement that the person was shown.
    Returns whether somebody has to approve it, or has only to sign. Raises NotFound, CannotCommit, AgreementChanged,
    or NobodyMayApprove.
    """
    held, own = hold(reference, actor)
    today = london_date(at)
    agreement = rules.check_can_ask(held, own, current_agreement(held.id), today=today)
    assert own is not None, "who takes no part cannot ask"
    rules.check_seen(own, agreement, seen_version=seen_version, seen_sha256=seen_sha256)
    worth = worth_at_guide(held, own.trust_id, today)
    approval = _ask(held, own, agreement, worth, actor, at) if worth.gross else None
    session().add(_row(own, agreement, worth, approval, actor, at))
    session().flush()
    to = ParticipationState.ASKED if approval else ParticipationState.SIGNING
    move_participation(own.id, to, at)
    facts = {"version": agreement.number, "state": to.value}
    _record("procurement.commitment_asked", held, own, actor=actor, at=at, facts=facts)
    if to is ParticipationState.SIGNING:
        _tell_to_sign(held, own, at)
    look_at_tiers(reference=held.reference, at=at)
    return to


def sign(*, reference: str, name: str, seen_sha256: str, actor: Actor, address: str, at: datetime) -> None:
    """Sign the agreement for the actor's trust, which is committed from now on. The actor may approve for it.

    Raises NotFound, CannotSign, AlreadySigned, AgreementChanged, or NameRefused.
    """
    held, own = hold(reference, actor)
    agreement = current_agreement(held.id)
    asked = open_commitment(own.id) if own else None
    found = rules.check_can_sign(held, asked, agreement, signer=actor.person_id)
    assert own is not None, "a commitment is a participant's"
    assert agreement is not None, "what can be signed has an agreement"
    rules.check_read(found, agreement, seen_sha256)
    typed = rules.check_name(name)
    row = Signature(
        commitment_id=found.id,
        name=typed,
        address=address,
        sha256=agreement.sha256,
        person_id=actor.person_id,
        signed_at=at,
    )
    session().add(row)
    session().flush()
    _move(found, CommitmentState.SIGNED)
    move_participation(own.id, ParticipationState.COMMITTED, at)
    _record("procurement.commitment_signed", held, own, actor=actor, at=at, facts={"version": agreement.number})
    messages.tell_committed(held, own, by=actor.person_id, commitment_id=found.id, at=at)
    look_at_tiers(reference=held.reference, at=at)


def give_up(*, reference: str, actor: Actor, at: datetime) -> None:
    """Take back what the actor's trust asked to be committed to and nobody signed yet: it only intends to buy again.

    Raises NotFound, or NothingOpen where it is settled.
    """
    held, own = hold(reference, actor)
    found = rules.check_can_give_up(held, open_commitment(own.id) if own else None)
    assert own is not None, "a commitment is a participant's"
    end_commitment(found, at=at)
    move_participation(own.id, ParticipationState.INTENDED, at)
    _record("procurement.commitment_given_up", held, own, actor=actor, at=at)
    messages.tell_given_up(held, own, found, by=actor.person_id, at=at)
    look_at_tiers(reference=held.reference, at=at)


def allow_commitment(*, approval: str, at: datetime) -> None:
    """A trust's scheme of delegation allows a commitment: it is to be signed. Nothing where it was taken back."""
    decided = _decide(approval, CommitmentState.ALLOWED, ParticipationState.SIGNING, at)
    if decided is not None:
        held, own = decided
        _record("procurement.commitment_allowed", held, own, actor=None, at=at)
        _tell_to_sign(held, own, at)


def decline_commitment(*, approval: str, at: datetime) -> None:
    """A trust's scheme of delegation does not allow a commitment: it only intends to buy again."""
    decided = _decide(approval, CommitmentState.DECLINED, ParticipationState.INTENDED, at)
    if decided is not None:
        held, own = decided
        _record("procurement.commitment_declined", held, own, actor=None, at=at)
        look_at_tiers(reference=held.reference, at=at)


def undo_open(
    round_id: int, *, at: datetime, why: str = ABANDONED, states: Collection[ParticipationState] = BOUND
) -> None:
    """Nothing binds anybody of a round any more: each trust that asked, is to sign or is committed only intends to buy.

    Each is told `why`. `states` are those that it is done to. The caller holds the round.
    """
    held, opened = rounds_by_id([round_id])[round_id], open_in(round_id)
    for own in list_participations(round_id, states):
        lock_participation(own.id)
        if own.id in opened:
            end_commitment(opened[own.id], at=at)
        move_participation(own.id, ParticipationState.INTENDED, at)
        _record("procurement.commitment_undone", held, own, actor=None, at=at, facts={"was": own.state.value})
        messages.tell_undone(held, own, why=why, at=at)
    look_at_tiers(reference=held.reference, at=at)


def hold(reference: str, actor: Actor) -> tuple[RoundValue, ParticipationValue | None]:
    """A round that the actor may read and their trust's part in it, held until this transaction ends.

    Raises NotFound.
    """
    found = get_round(reference)
    check_may_read(found, actor)
    lock_round(found.id)
    own = find_participation(found.id, actor.trust)
    if own is not None:
        lock_participation(own.id)
    return get_round(reference), own


def end_commitment(found: CommitmentValue, *, at: datetime) -> None:
    """A commitment counts no more. Its approval, where one is still open, lapses once this is done.

    Not at once: whoever decides holds the approval first and then the round, which the caller holds already.
    """
    _move(found, CommitmentState.UNDONE)
    if found.state is CommitmentState.ASKED and found.approval_reference:
        payload = {"approval": found.approval_reference}
        outbox.post(handler=LAPSE_JOB, payload=payload, key=f"{LAPSE_JOB}:{found.approval_reference}", at=at)


def lapse_approval(*, approval: str, at: datetime) -> bool:
    """Nobody need decide any more on a commitment that counts no more; says whether it was still open."""
    return approvals.lapse(reference=approval, at=at, reason=NO_USE)


def move_participation(participation_id: int, to: ParticipationState, at: datetime) -> None:
    """Take a participation that the caller holds to another state."""
    row = update(Participation).where(Participation.id == participation_id).values(state=to, changed_at=at)
    session().execute(row.execution_options(synchronize_session=False))


def _decide(
    approval: str, state: CommitmentState, to: ParticipationState, at: datetime
) -> tuple[RoundValue, ParticipationValue] | None:
    """Note what was decided of a commitment that waits for an approval; None where none waits for it any more."""
    asked = find_asked(approval)
    if asked is None:
        return None
    own = get_participation_by_id(asked.participation_id)
    lock_round(own.round_id)
    lock_participation(own.id)
    found = find_asked(approval)
    if found is None:
        return None
    _move(found, state, decided_at=at)
    move_participation(own.id, to, at)
    return rounds_by_id([own.round_id])[own.round_id], own


def _ask(
    held: RoundValue, own: ParticipationValue, agreement: AgreementValue, worth: Estimate, actor: Actor, at: datetime
) -> str | None:
    lead = trusts.names([held.lead_id])[held.lead_id]
    outcome = approvals.ask(
        subject=own.reference,
        title=approval_title(held),
        summary=approval_rows(held, lead, agreement, worth),
        net=worth.net,
        gross=worth.gross,
        actor=actor,
        at=at,
    )
    return outcome.approval_reference


def _row(
    own: ParticipationValue,
    agreement: AgreementValue,
    worth: Estimate,
    approval: str | None,
    actor: Actor,
    at: datetime,
) -> Commitment:
    return Commitment(
        participation_id=own.id,
        agreement_id=agreement.id,
        net_pence=worth.net.pence,
        gross_pence=worth.gross.pence,
        state=CommitmentState.ASKED if approval else CommitmentState.ALLOWED,
        approval_reference=approval,
        asked_by=actor.person_id,
        asked_at=at,
        decided_at=None if approval else at,
    )


def _tell_to_sign(held: RoundValue, own: ParticipationValue, at: datetime) -> None:
    found = open_commitment(own.id)
    assert found is not None, "what is to be signed is open"
    messages.tell_to_sign(held, own, found, at=at)


def _move(found: CommitmentValue, to: CommitmentState, **values: object) -> None:
    row = update(Commitment).where(Commitment.id == found.id).values(state=to, **values)
    session().execute(row.execution_options(synchronize_session=False))


def _record(
    verb: str,
    held: RoundValue,
    own: ParticipationValue,
    *,
    actor: Actor | None,
    at: datetime,
    facts: dict[str, Any] | None = None,
) -> None:
    concerns = sorted({held.lead_id, own.trust_id})
    audit.record(actor=actor, verb=verb, subject=own.reference, at=at, concerns=concerns, facts=facts)
