"""Moving an interest from stage to stage, by one of its two trusts, by the person, or by a rule."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.secondments.actions import agreements
from app.secondments.actions.locks import lock_interest
from app.secondments.messages import interests as messages
from app.secondments.messages import secondees as mails
from app.secondments.models import Interest, InterestMove
from app.secondments.queries.interests import get_interest, interests_by_id, open_interests_of_trust
from app.secondments.queries.interests_hidden import says_who
from app.secondments.queries.retention import list_idle
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.queries.secondments import find_by_interest
from app.secondments.rules.interests import BOUND, MovedOn, check_can_move, check_not_bound
from app.secondments.rules.interests_words import check_message, check_reason
from app.secondments.values import Consenter, Finding, InterestValue, MoveValue, NotThisTime, Stage


def move_stage(
    *,
    reference: str,
    stage: Stage,
    actor: Actor,
    at: datetime,
    reason: NotThisTime | None = None,
    message: str = "",
) -> None:
    """Move an interest on for the actor's trust, and tell the other trust, and the person where they consented.

    Not this time takes a reason and a message; other stages may have a message. Raises NotFound, MovedOn,
    NotNamedYet, CannotMove, Bound once a secondment was agreed, or Refused for what is missing or says who it is.
    """
    interest = hold(get_interest(actor.trust, reference).id)
    check_can_move(interest, stage, interest.party_of(actor.trust))
    if stage is Stage.NOT_THIS_TIME:
        check_reason(reason, message)
    said = check_message(message, _found_in(message, interest, actor, at))
    move = write_move(interest, stage, actor=actor, at=at, reason=reason, message=said)
    facts = {"stage": stage.value, "reason": reason.value if reason else None}
    record(interest, "secondments.interest_moved", actor, at, {name: fact for name, fact in facts.items() if fact})
    messages.tell_moved(interests_by_id([interest.id])[interest.id], move, at=at)
    if interest.has_consent(Consenter.PERSON):
        mails.tell_step(interest, move, secondees_by_id([interest.secondee_id])[interest.secondee_id], at=at)


def hold(interest_id: int) -> InterestValue:
    """An interest, held until this transaction ends and read as it now is."""
    lock_interest(interest_id)
    return interests_by_id([interest_id])[interest_id]


def write_move(
    interest: InterestValue,
    stage: Stage,
    *,
    actor: Actor | None,
    at: datetime,
    reason: NotThisTime | None = None,
    message: str = "",
) -> MoveValue:
    """Write one step of an interest that is held; where it ends there, what was not agreed yet is abandoned.

    Raises Bound where a secondment was agreed, MovedOn where somebody was quicker.
    """
    if not stage.is_open:
        _check_free(interest)
    moved = session().execute(
        update(Interest)
        .where(Interest.id == interest.id, Interest.stage == interest.stage)
        .values(stage=stage, is_open=stage.is_open)
        .execution_options(synchronize_session=False)
    )
    if not getattr(moved, "rowcount", 0):
        raise MovedOn("Somebody was quicker: look at how the interest stands now")
    move = MoveValue(stage, actor.trust if actor else None, actor.person_id if actor else None, at, reason, message)
    row = {"stage": stage, "trust_id": move.trust_id, "person_id": move.person_id, "reason": reason}
    session().add(InterestMove(interest_id=interest.id, message=message, moved_at=at, **row))
    session().flush()
    if not stage.is_open:
        agreements.abandon_for_interest(interest.id, at)
        # The last of the three may have signed while this waited for the agreement: then nothing is withdrawn.
        _check_free(interest)
    return move


def record(
    interest: InterestValue, verb: str, actor: Actor | None, at: datetime, facts: dict[str, str] | None = None
) -> None:
    """Note a deed in the trail; what a home employer did before it may be known is not the host's to read."""
    is_hidden = actor is not None and actor.trust == interest.home_id and not interest.is_named
    concerns: Sequence[int] = [interest.home_id] if is_hidden else [interest.home_id, interest.host_id]
    audit.record(actor=actor, verb=verb, subject=interest.reference, at=at, concerns=concerns, facts=facts)


def withdraw_closed(*, trust_id: int, at: datetime) -> int:
    """A trust closed: what goes on between it and others is withdrawn, unless a secondment was agreed; how many.

    The other trust is told, and the person where they consented.
    """
    gone = [each for each in open_interests_of_trust(trust_id) if _withdraw(each.id, at)]
    for each in gone:
        messages.tell_closed_trust(interests_by_id([each.id])[each.id], closed_id=trust_id, at=at)
    return len(gone)


def withdraw_idle(*, at: datetime) -> int:
    """Withdraw what nobody took a step in for so long that the name would be kept for nothing; returns how many.

    Both trusts are told, and the person where they consented. See rules/retention.toml.
    """
    gone = [each for each in list_idle(at) if _withdraw(each, at)]
    for each in gone:
        messages.tell_idle(interests_by_id([each])[each], at=at)
    return len(gone)


def _withdraw(interest_id: int, at: datetime) -> bool:
    """Withdraw an interest by a rule, unless it is over or led to an agreement; returns whether it was withdrawn."""
    interest = hold(interest_id)
    begun = find_by_interest(interest.id)
    if not interest.stage.is_open or (begun is not None and begun.state in BOUND):
        return False
    move = write_move(interest, Stage.WITHDRAWN, actor=None, at=at)
    record(interest, "secondments.interest_moved", None, at, {"stage": Stage.WITHDRAWN.value})
    if interest.has_consent(Consenter.PERSON):
        after = interests_by_id([interest.id])[interest.id]
        mails.tell_step(after, move, secondees_by_id([interest.secondee_id])[interest.secondee_id], at=at)
    return True


def _check_free(interest: InterestValue) -> None:
    begun = find_by_interest(interest.id)
    check_not_bound(begun.state if begun else None)


def _found_in(message: str, interest: InterestValue, actor: Actor, at: datetime) -> list[Finding]:
    """What a home employer may not write to a host yet: who the person is, and who it is itself."""
    if interest.is_named or actor.trust != interest.home_id:
        return []
    on = london_date(at)
    return says_who(message, home_id=interest.home_id, secondee_id=interest.secondee_id, on=on)
