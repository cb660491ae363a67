"""Rounds further along, for tests. Each maker is called inside a transaction."""

from datetime import datetime, timedelta
from typing import Any

from app.approvals.actions import approve
from app.kernel.actor import Actor
from app.kernel.clock import midnight
from app.kernel.unit_price import UnitPrice
from app.procurement.actions.awards import record_awards
from app.procurement.actions.commitments import ask_to_commit, sign
from app.procurement.actions.stages import move_round
from app.procurement.queries.agreements import current_agreement
from app.procurement.queries.commitments import open_commitment
from app.procurement.queries.participations import find_participation
from app.procurement.queries.rounds import get_round
from app.procurement.values import AwardTyped, RoundValue, Stage
from tests.clock import START
from tests.procurement.joining_makers import line, want
from tests.procurement.makers import World, make_round

SUPPLIER = "Calder Energy"
ADDRESS = "192.0.2.7"


def move(found: RoundValue, stage: Stage, world: World, *, at: datetime = START) -> RoundValue:
    """The lead moves the round on."""
    move_round(reference=found.reference, stage=stage, standstill=None, actor=world.lead, at=at)
    return get_round(found.reference)


def committing(world: World, **changes: Any) -> RoundValue:
    """A round open for commitment, of which Westbrook and Easton want 300,000 and 200,000 kWh a year."""
    found = make_round(world, **changes)
    want(found, world.westbrook, [line(found, world.westbrook_schools[0], 300_000)])
    want(found, world.easton, [line(found, world.easton_schools[0], 200_000)])
    return move(move(found, Stage.INTENTION, world), Stage.COMMITMENT, world)


def commit(found: RoundValue, actor: Actor, approver: Actor, *, at: datetime = START) -> None:
    """A trust asks, is allowed to and signs."""
    agreement, own = current_agreement(found.id), find_participation(found.id, actor.trust)
    assert agreement is not None
    assert own is not None
    ask_to_commit(reference=found.reference, seen_version=own.version, seen_sha256=agreement.sha256, actor=actor, at=at)
    asked = open_commitment(own.id)
    assert asked is not None
    if asked.approval_reference:
        approve(reference=asked.approval_reference, reason="", waiver_reason="A joint round", actor=approver, at=at)
    sign(
        reference=found.reference,
        name="Approver of the trust",
        seen_sha256=agreement.sha256,
        actor=approver,
        address=ADDRESS,
        at=at,
    )


def committed(world: World, **changes: Any) -> RoundValue:
    """The same once both have committed."""
    found = committing(world, **changes)
    commit(found, world.westbrook, world.westbrook_cfo)
    commit(found, world.easton, world.easton_cfo)
    return get_round(found.reference)


def out_day(found: RoundValue) -> datetime:
    """Noon of the first day on which a round may go out to bid."""
    last = found.timetable.withdraw_by
    assert last is not None
    return midnight(last + timedelta(days=1)) + timedelta(hours=12)


def evaluating(world: World, **changes: Any) -> tuple[RoundValue, datetime]:
    """A round in evaluation, and a moment on the first day of it."""
    found = committed(world, **changes)
    found = move(found, Stage.OUT_TO_BID, world, at=out_day(found))
    last = found.timetable.tenders_by
    assert last is not None
    day = midnight(last + timedelta(days=1)) + timedelta(hours=12)
    return move(found, Stage.EVALUATION, world, at=day), day


def award(found: RoundValue, world: World, *, at: datetime) -> None:
    """The lead records who won the first lot; nobody won the second."""
    last = found.timetable.tenders_by
    won = AwardTyped(found.lots[0].id, SUPPLIER, UnitPrice(2_200), last)
    record_awards(reference=found.reference, awards=[won], actor=world.lead, at=at)
