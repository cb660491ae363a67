"""Moving a round on: by the lead trust, or because its day has come."""

from datetime import date, datetime

import structlog

from app.approvals.rules import standstill_ends
from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import Refused
from app.listings import actions as listings
from app.listings.values import ClosedAs, ListingState
from app.procurement.actions.agreements import ensure_agreement
from app.procurement.actions.call_offs_lapsing import lapse_waiting
from app.procurement.actions.commitments import undo_open
from app.procurement.actions.deals import deal_of_round
from app.procurement.actions.locks import lock_deal, lock_round
from app.procurement.messages.stages import tell_moved, told_of
from app.procurement.models import Round, StageMove
from app.procurement.queries.awards import awards_of
from app.procurement.queries.deals import find_deal
from app.procurement.queries.rounds import get_own_round, get_round, rounds_by_id
from app.procurement.queries.stages import UNDECIDED, facts_of, rounds_under_way, stage_due
from app.procurement.rules.stages import check_abandon_reason, check_can_abandon, check_can_move, check_published
from app.procurement.values import RoundValue, Stage
from app.search import actions as search

OVER = "The round is over."
WENT_OUT = "The last day to commit has passed and nobody had signed, so the round has gone out to bid without it."
log = structlog.get_logger()


def move_round(*, reference: str, stage: Stage, standstill: date | None, actor: Actor, at: datetime) -> None:
    """Have the actor's trust move a round that it leads on to a stage; everybody who takes part is told.

    `standstill` is the day on which the outcome was published, from which a standstill is counted; it is asked only
    where one begins. Raises NotFound, or CannotMove saying what stands in the way.
    """
    lock_round(get_own_round(actor.trust, reference).id)
    found = get_own_round(actor.trust, reference)
    check_is_published(found)
    today = london_date(at)
    check_can_move(facts_of(found, today), stage)
    if stage is Stage.STANDSTILL:
        awarded = max((each.award_date for each in awards_of(found)), default=None)
        check_published(standstill or today, awarded=awarded, today=today)
    _move(found, stage, actor=actor, at=at, standstill=standstill)


def abandon_round(*, reference: str, reason: str, actor: Actor, at: datetime) -> None:
    """Give a round up: nothing binds anybody any more, and everybody who takes part is told why.

    Raises NotFound, or CannotMove for one that cannot be given up or without a reason.
    """
    lock_round(get_own_round(actor.trust, reference).id)
    found = get_own_round(actor.trust, reference)
    check_is_published(found)
    assert found.stage is not None
    check_can_abandon(found.stage)
    check_abandon_reason(reason)
    _move(found, Stage.ABANDONED, actor=actor, at=at, reason=reason.strip())


def abandon_taken_down(*, round_id: int, at: datetime) -> None:
    """The operator of the site took a round down: it goes no further, and everybody who takes part is told."""
    row = lock_round(round_id)
    if row.stage is None or row.stage.is_over:
        return
    found = rounds_by_id([round_id])[round_id]
    _move(found, Stage.ABANDONED, actor=None, at=at, reason="The operator of the site took it down.")


def abandon_closed(*, trust_id: int, at: datetime) -> int:
    """A trust that leads rounds closed: those that still gather go no further; returns how many those were.

    Rounds that are out to bid or later bind others by now: whoever succeeds the trust settles them.
    """
    led = [each.id for each in rounds_by_id(rounds_under_way()).values() if each.lead_id == trust_id]
    count = 0
    for round_id in led:
        row = lock_round(round_id)
        if row.stage is not None and row.stage.is_gathering:
            found = rounds_by_id([round_id])[round_id]
            _move(found, Stage.ABANDONED, actor=None, at=at, reason="The lead trust has closed.")
            count += 1
    return count


def follow_dates(at: datetime) -> int:
    """Move the rounds whose day has come, each as many stages as its days say; returns how many moves that were.

    A round that fails stays where it was, and is logged: the others move.
    """
    return sum(_follow_alone(round_id, at) for round_id in rounds_under_way())


def check_is_published(found: RoundValue) -> None:
    """Raises Refused for a draft, which has no stage to move from."""
    if found.stage is None:
        raise Refused("Publish the round first")


def _follow_alone(round_id: int, at: datetime) -> int:
    try:
        with session().begin_nested():
            return _follow(round_id, at)
    except Exception as error:
        log.error("procurement.stage_failed", round=round_id, error=repr(error))
        return 0


def _follow(round_id: int, at: datetime) -> int:
    lock_round(round_id)
    count, today = 0, london_date(at)
    while True:
        found = rounds_by_id([round_id])[round_id]
        if found.stage is None or found.stage.is_over or (to := stage_due(found, today)) is None:
            return count
        _move(found, to, actor=None, at=at)
        count += 1


def _move(
    found: RoundValue,
    to: Stage,
    *,
    actor: Actor | None,
    at: datetime,
    reason: str = "",
    standstill: date | None = None,
) -> None:
    """Write the move, do what comes with the stage, and tell everybody; whether it may be was asked before."""
    person_id = actor.person_id if actor else None
    row = session().get_one(Round, found.id)
    row.stage, row.stage_at = to, at
    if to is Stage.OUT_TO_BID:
        row.notice_date = london_date(at)
    if to is Stage.STANDSTILL:
        row.standstill_until_date = standstill_ends(standstill or london_date(at))
    session().add(StageMove(listing_id=found.id, stage=to, moved_at=at, person_id=person_id, reason=reason))
    session().flush()
    moved = get_round(found.reference)
    told = told_of(moved)
    _do_with(moved, to, actor, at)
    facts = {"from": found.stage.value if found.stage else "draft", "to": to.value}
    audit.record(
        actor=actor,
        verb="procurement.round_moved",
        subject=found.reference,
        at=at,
        facts=facts,
        concerns=sorted({found.lead_id, *told}),
    )
    search.note_change(reference=found.reference, kind=found.listing.kind, at=at)
    tell_moved(get_round(found.reference), reason, by=person_id, at=at)


def _do_with(moved: RoundValue, to: Stage, actor: Actor | None, at: datetime) -> None:
    """What a stage brings with it."""
    if to is Stage.OUT_TO_BID:
        undo_open(moved.id, at=at, why=WENT_OUT, states=UNDECIDED)
    elif to is Stage.COMMITMENT:
        ensure_agreement(moved, actor=actor, at=at)
    elif to is Stage.CALL_OFF:
        deal_of_round(round_id=moved.id, awards=awards_of(moved), actor=actor, at=at)
    elif to.is_over:
        if to is Stage.ABANDONED:
            undo_open(moved.id, at=at)
        _end_call_offs(moved, at)
        _close_listing(moved, actor, at)


def _end_call_offs(moved: RoundValue, at: datetime) -> None:
    """What was called off and still waits for an approval lapses. Whoever calls off just now holds the deal too."""
    if find_deal(moved.id) is not None:
        lock_deal(moved.id)
        lapse_waiting(deal_id=moved.id, reason=OVER, at=at)


def _close_listing(moved: RoundValue, actor: Actor | None, at: datetime) -> None:
    """Nobody finds a round that is over; the operator may have taken its listing down before."""
    if moved.listing.state is not ListingState.PUBLISHED:
        return
    if actor is None:
        listings.close_by_date(reference=moved.reference, at=at)
    else:
        listings.close_listing(reference=moved.reference, actor=actor, at=at, closed_as=ClosedAs.CLOSED)
