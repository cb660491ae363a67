"""Whom a round waits for, until when, and when its lead may remind them."""

from collections.abc import Iterable
from datetime import date, datetime

from app.kernel.clock import london_date
from app.kernel.errors import Refused
from app.procurement.values import ParticipationState, ParticipationValue, RoundValue, Stage
from app.procurement.values.demand import Lacking, Missing


class CannotRemind(Refused):
    """There is nobody to remind, or they were reminded today."""


def missing_from(held: RoundValue, taking_part: Iterable[ParticipationValue], invited: Iterable[int]) -> list[Missing]:
    """The trusts that a round which still gathers waits for; none once participants are fixed.

    Those invited that never answered, those interested without demand and, once trusts may commit, those that have
    not. The lead trust runs the round whether or not it buys: without demand it is not waited for.
    """
    if held.stage is None or not held.stage.is_gathering:
        return []
    states = {each.trust_id: each.state for each in taking_part}
    found = [Missing(each, Lacking.ANSWER) for each in invited if each not in states and each != held.lead_id]
    for trust_id, state in states.items():
        lacking = _lacking(held.stage, state)
        if lacking is not None and not (trust_id == held.lead_id and lacking is Lacking.DEMAND):
            found.append(Missing(trust_id, lacking))
    return found


def waits_until(held: RoundValue) -> date | None:
    """The last day of the stage at which a round that gathers stands."""
    days = held.timetable
    ends = {Stage.INTEREST: days.interest_by, Stage.INTENTION: days.intention_by, Stage.COMMITMENT: days.commit_by}
    return ends.get(held.stage) if held.stage else None


def days_left(until: date | None, today: date) -> int | None:
    """How many days are left to a last day, 0 on it; None where there is none or it is past."""
    return None if until is None or until < today else (until - today).days


def check_can_remind(missing: Iterable[Missing], reminded_at: datetime | None, today: date) -> None:
    """Raises CannotRemind where nobody is missing, or for the second time on a London day."""
    if not list(missing):
        raise CannotRemind("Nobody is missing, so there is nobody to remind.")
    if reminded_at is not None and london_date(reminded_at) >= today:
        raise CannotRemind("They were reminded today. You can remind them again tomorrow.")


def _lacking(stage: Stage, state: ParticipationState) -> Lacking | None:
    if state is ParticipationState.INTERESTED:
        return Lacking.DEMAND
    is_bound = state in (ParticipationState.COMMITTED, ParticipationState.WITHDRAWN)
    return Lacking.COMMITMENT if stage is Stage.COMMITMENT and not is_bound else None
