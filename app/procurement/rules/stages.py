"""How a round moves from stage to stage: by its days, or by the lead trust, and never against the rules.

Participants are fixed before the notice, since adding a buyer later changes what is bought (Procurement Act 2023
section 1(3) and Schedule 3).
"""

from collections.abc import Callable
from datetime import date, timedelta

from app.kernel.clock import day_words
from app.kernel.errors import Refused
from app.procurement.values.rounds import Stage
from app.procurement.values.stages import StageFacts

LEAST_COMMITTED = 2
LONGEST_REASON = 1000
NEXT: dict[Stage, tuple[Stage, ...]] = {
    Stage.INTEREST: (Stage.INTENTION,),
    Stage.INTENTION: (Stage.COMMITMENT,),
    Stage.COMMITMENT: (Stage.OUT_TO_BID,),
    Stage.OUT_TO_BID: (Stage.EVALUATION,),
    Stage.EVALUATION: (Stage.STANDSTILL, Stage.AWARDED),
    Stage.STANDSTILL: (Stage.AWARDED,),
    Stage.AWARDED: (Stage.CALL_OFF,),
    Stage.CALL_OFF: (Stage.IN_CONTRACT,),
    Stage.IN_CONTRACT: (Stage.CLOSED,),
    Stage.CLOSED: (),
    Stage.ABANDONED: (),
}


class CannotMove(Refused):
    """A move that a round may not make, or not yet."""


def check_can_move(facts: StageFacts, to: Stage) -> None:
    """Raises CannotMove, saying what stands in the way of the lead trust's moving a round to a stage today."""
    if to is Stage.ABANDONED:
        check_can_abandon(facts.stage)
        return
    if to not in NEXT[facts.stage]:
        raise CannotMove(f"This round is at “{facts.stage.label}”, so it cannot go to “{to.label}”")
    if refusal := _REFUSALS.get(to, _nothing)(facts):
        raise CannotMove(refusal)


def can_move(facts: StageFacts, to: Stage) -> bool:
    """Whether the lead trust may move a round to a stage today."""
    try:
        check_can_move(facts, to)
    except CannotMove:
        return False
    return True


def check_can_abandon(stage: Stage) -> None:
    """Raises CannotMove for a round that is over, or under which trusts are in contract."""
    if stage.is_over or stage is Stage.IN_CONTRACT:
        raise CannotMove(f"This round is at “{stage.label}”, so it cannot be abandoned")


def check_abandon_reason(reason: str) -> None:
    """Raises CannotMove for a round given up without a word to those who joined it."""
    if not reason.strip():
        raise CannotMove("Enter why the round is abandoned: everybody who joined it is told", field="reason")
    if len(reason) > LONGEST_REASON:
        raise CannotMove(f"Enter a reason of {LONGEST_REASON:,} characters or fewer", field="reason")


def check_published(published: date, *, awarded: date | None, today: date) -> None:
    """Raises CannotMove unless the outcome could be published on a day: on or after the award, and not to come.

    A standstill counted from an earlier day would be over before suppliers knew of the outcome.
    """
    if published > today:
        raise CannotMove("The day must be today or in the past", field="published")
    if awarded is not None and published < awarded:
        raise CannotMove(
            f"The day must be {day_words(awarded)} or later: the award was decided then", field="published"
        )


def due(facts: StageFacts) -> Stage | None:
    """The stage to which its days move a round today, None where it stays. Going out to bid waits for the lead."""
    days = facts.timetable
    comes: dict[Stage, tuple[Stage, date | None]] = {
        Stage.INTEREST: (Stage.INTENTION, _after(days.interest_by)),
        Stage.INTENTION: (Stage.COMMITMENT, _after(days.intention_by)),
        Stage.OUT_TO_BID: (Stage.EVALUATION, _after(days.tenders_by)),
        Stage.STANDSTILL: (Stage.AWARDED, _after(facts.standstill_until)),
        Stage.CALL_OFF: (Stage.IN_CONTRACT, facts.start_date),
        Stage.IN_CONTRACT: (Stage.CLOSED, _after(facts.contract_end)),
    }
    to, day = comes.get(facts.stage, (None, None))
    return to if to is not None and day is not None and day <= facts.today else None


def _after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None


def _nothing(_: StageFacts) -> str:
    return ""


def _out_to_bid(facts: StageFacts) -> str:
    days = facts.timetable
    if days.withdraw_by and facts.today <= days.withdraw_by:
        return "Trusts may still leave at no cost. Wait until the day after the last day for that"
    if facts.undecided and not may_leave_out(facts):
        some = "One trust is" if facts.undecided == 1 else f"{facts.undecided} trusts are"
        return f"{some} still deciding whether to commit. Wait until each has signed or given up"
    if facts.committed < LEAST_COMMITTED:
        return f"At least {LEAST_COMMITTED} trusts must be committed before a joint round goes out"
    if days.tenders_by is None or days.tenders_by <= facts.today:
        return "Enter a day after today until which bids may come in, under “Change the round”"
    return facts.law


def may_leave_out(facts: StageFacts) -> bool:
    """Whether a round may go out without those still deciding: once the last day to commit is over."""
    last = facts.timetable.commit_by
    return last is not None and facts.today > last


def _evaluation(facts: StageFacts) -> str:
    last = facts.timetable.tenders_by
    return "Bids may still come in. Wait until the day after the last day for them" if _is_ahead(last, facts) else ""


def _award_missing(facts: StageFacts) -> str:
    return "" if facts.awarded else "Record who won at least one lot first"


def _awarded(facts: StageFacts) -> str:
    if facts.stage is Stage.EVALUATION:
        still = "This purchase needs a standstill before it is awarded" if facts.must_stand_still else ""
        return _award_missing(facts) or still
    waits = _is_ahead(facts.standstill_until, facts)
    return "The standstill is not over. Wait until the day after its last day" if waits else ""


def _in_contract(facts: StageFacts) -> str:
    starts = facts.start_date
    return "The contract has not started yet" if starts is None or facts.today < starts else ""


def _closed(facts: StageFacts) -> str:
    return "The contract still runs. It closes the day after its end" if _is_ahead(facts.contract_end, facts) else ""


def _is_ahead(last: date | None, facts: StageFacts) -> bool:
    """Whether a last day has not passed."""
    return last is not None and facts.today <= last


_REFUSALS: dict[Stage, Callable[[StageFacts], str]] = {
    Stage.OUT_TO_BID: _out_to_bid,
    Stage.EVALUATION: _evaluation,
    Stage.STANDSTILL: _award_missing,
    Stage.AWARDED: _awarded,
    Stage.IN_CONTRACT: _in_contract,
    Stage.CLOSED: _closed,
}
