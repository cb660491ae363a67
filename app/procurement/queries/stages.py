"""What decides whether a round may move, and how it moved so far."""

from datetime import date

from sqlalchemy import select

from app.approvals.rules import needs_standstill
from app.approvals.rules.routes import NEED_AN_EXEMPTION
from app.kernel.database import session
from app.procurement.models import Round, StageMove
from app.procurement.queries.awards import awards_of
from app.procurement.queries.law import approved_exemption, law_against, meaning_for
from app.procurement.queries.participations import list_participations
from app.procurement.rules.stages import due
from app.procurement.rules.term import last_day
from app.procurement.values import (
    ParticipationState,
    RoundValue,
    Stage,
    StageFacts,
    StageMoveValue,
)

UNDECIDED = (ParticipationState.ASKED, ParticipationState.SIGNING)


def facts_of(found: RoundValue, today: date) -> StageFacts:
    """All that decides whether a published round may move on a day. Raises ValueError for a draft."""
    if found.stage is None:
        raise ValueError(f"{found.reference} is a draft")
    states = [each.state for each in list_participations(found.id)]
    is_out_next = found.stage is Stage.COMMITMENT
    return StageFacts(
        stage=found.stage,
        today=today,
        timetable=found.timetable,
        start_date=found.start_date,
        contract_end=last_day(found),
        committed=states.count(ParticipationState.COMMITTED),
        undecided=sum(state in UNDECIDED for state in states),
        law=law_against(found, today) if is_out_next else "",
        lots=len(found.lots),
        awarded=len(awards_of(found)),
        must_stand_still=must_stand_still(found, today) if found.stage is Stage.EVALUATION else False,
        standstill_until=standstill_until(found.id),
    )


def must_stand_still(found: RoundValue, today: date) -> bool:
    """Whether the law asks for a standstill before the award, at the round's estimated value and by its route.

    An exemption that was approved for quotes or a direct award says nothing of a route that was taken instead.
    """
    if found.route is None or found.purchase is None:
        return False
    meaning = meaning_for(found, today)
    exemption = approved_exemption(found.id) if found.route in NEED_AN_EXEMPTION else None
    ground = exemption.ground if exemption else None
    return needs_standstill(
        found.route, found.purchase, is_above=meaning is not None and meaning.is_above, ground=ground
    )


def standstill_until(round_id: int) -> date | None:
    """The last day of a round's standstill, None before one began."""
    return session().scalar(select(Round.standstill_until_date).where(Round.listing_id == round_id))


def moves_of(round_id: int) -> list[StageMoveValue]:
    """How a round moved so far, the first move first."""
    query = select(StageMove).where(StageMove.listing_id == round_id).order_by(StageMove.id)
    return [StageMoveValue(row.stage, row.moved_at, row.person_id, row.reason) for row in session().scalars(query)]


def rounds_under_way() -> list[int]:
    """The published rounds that are not over, by id."""
    over = [stage for stage in Stage if stage.is_over]
    query = select(Round.listing_id).where(Round.stage.is_not(None), Round.stage.not_in(over))
    return list(session().scalars(query.order_by(Round.listing_id)))


def stage_due(found: RoundValue, today: date) -> Stage | None:
    """The stage to which its days move a published round today, None where it stays."""
    return due(facts_of(found, today))
