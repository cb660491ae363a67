"""Steps of committing a trust to a round, for tests. Each maker is called inside a transaction."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select, update

from app.approvals import actions as approvals
from app.approvals import queries as approvals_queries
from app.approvals.values import Band, Post
from app.kernel.actor import Actor
from app.kernel.clock import midnight
from app.kernel.database import session
from app.kernel.money import Money
from app.kernel.outbox import OutboxRow
from app.listings import actions as listings
from app.procurement.actions.commitments import LAPSE_JOB, ask_to_commit, sign
from app.procurement.actions.rounds import change_round
from app.procurement.actions.rounds_rows import typed_of
from app.procurement.actions.withdrawals import withdraw
from app.procurement.models import Round
from app.procurement.queries.agreements import current_agreement
from app.procurement.queries.participations import find_participation
from app.procurement.queries.rounds import get_round, invited_ids
from app.procurement.values import AgreementValue, ParticipationState, ParticipationValue, RoundTyped, RoundValue
from tests.clock import START
from tests.procurement.makers import DAYS, World

SIGNER = "Sam Signer"
ADDRESS = "192.0.2.7"
FREE, FEE = Money(0), Money(500_00)
assert DAYS.commit_by is not None
assert DAYS.withdraw_by is not None
LAST_TO_COMMIT: date = DAYS.commit_by
LAST_FREE: date = DAYS.withdraw_by
IN_TIME = midnight(LAST_FREE) + timedelta(hours=23)
LATE = midnight(LAST_FREE + timedelta(days=1))


def part(held: RoundValue, actor: Actor) -> ParticipationValue:
    """The part of the actor's trust in a round."""
    found = find_participation(held.id, actor.trust)
    assert found is not None
    return found


def agreement(held: RoundValue) -> AgreementValue:
    """The version that is to be signed."""
    found = current_agreement(held.id)
    assert found is not None
    return found


def ask(held: RoundValue, actor: Actor, *, at: datetime = START) -> ParticipationState:
    """The actor's trust asks to be committed, having read what there is."""
    seen = agreement(held).sha256
    version = part(held, actor).version
    return ask_to_commit(reference=held.reference, seen_version=version, seen_sha256=seen, actor=actor, at=at)


def decide(held: RoundValue, cfo: Actor, *, is_approved: bool = True, at: datetime = START) -> int:
    """Decide on all that waits of a trust's part in a round; returns how many approvals that were."""
    reference = part(held, cfo).reference
    waiting = [each for each in approvals_queries.list_awaiting(cfo.person_id, cfo.trust) if each.subject == reference]
    for each in waiting:
        if is_approved:
            approvals.approve(reference=each.reference, reason="", waiver_reason="Seen", actor=cfo, at=at)
        else:
            approvals.decline(reference=each.reference, reason="Not this year", actor=cfo, at=at)
    return len(waiting)


def sign_for(held: RoundValue, cfo: Actor, *, at: datetime = START, seen: str = "") -> None:
    """Sign for a trust, having read the version that stands."""
    sign(
        reference=held.reference,
        name=SIGNER,
        seen_sha256=seen or agreement(held).sha256,
        actor=cfo,
        address=ADDRESS,
        at=at,
    )


def let_buyers_commit_alone(administrator: Actor, *, at: datetime = START) -> None:
    """Have a trust's scheme let whoever asks commit it to a million pounds."""
    bands = [Band(Money(1_000_000_00), None), Band(None, Post.BOARD)]
    approvals.make_scheme(bands=bands, includes_vat=True, from_date=at.date(), actor=administrator, at=at)


def put(held: RoundValue, **columns: Any) -> RoundValue:
    """A round whose row says something else, without a deed."""
    session().execute(update(Round).where(Round.listing_id == held.id).values(**columns))
    return get_round(held.reference)


def change(held: RoundValue, world: World, *, at: datetime = START, **changes: Any) -> RoundValue:
    """The lead changes a round, days by their names in its timetable; returns it as it is now."""
    held = get_round(held.reference)
    typed: RoundTyped = typed_of(held, invited_ids(held.id))
    days = {name: changes.pop(name) for name in list(changes) if hasattr(typed.timetable, name)}
    change_round(
        reference=held.reference,
        shared=listings.draft_of(held.listing),
        typed=replace(typed, timetable=replace(typed.timetable, **days), **changes),
        version=held.listing.version,
        actor=world.lead,
        at=at,
    )
    return get_round(held.reference)


def state_of(held: RoundValue, actor: Actor) -> ParticipationState:
    """How far the actor's trust has gone in a round."""
    return part(held, actor).state


def lapses() -> list[str]:
    """The approvals that the worker is to have lapse."""
    rows = select(OutboxRow.payload).where(OutboxRow.handler == LAPSE_JOB).order_by(OutboxRow.id)
    return [each["approval"] for each in session().scalars(rows)]


def leave(held: RoundValue, actor: Actor, cost: Money = FREE, *, at: datetime = START) -> str | None:
    """The actor's trust leaves a round, having been shown what that costs; the charge, if it is one."""
    return withdraw(reference=held.reference, reason="Our roof leaks", seen_cost=cost, actor=actor, at=at)
