"""What the lead trust can do next to take its round on: said before what it can do for its own demand."""

from collections.abc import Sequence

from app.approvals.values import Meaning
from app.procurement.rules.next_steps import NextStep
from app.procurement.rules.stages import CannotMove, can_move, check_can_move
from app.procurement.values import ExemptionState, ExemptionValue, RoundValue, Stage, StageFacts
from app.procurement.values.demand import Lacking, Missing


def lead_steps(
    held: RoundValue,
    facts: StageFacts,
    *,
    missing: Sequence[Missing] = (),
    meaning: Meaning | None = None,
    exemptions: Sequence[ExemptionValue] = (),
) -> list[NextStep]:
    """What stands before the lead of a published round today, the most pressing first; none where only days count.

    `missing` are the trusts that the round waits for, `meaning` what its value means for its route.
    """
    if facts.stage.is_gathering:
        return [
            *_of_law(held, meaning, exemptions),
            *_of_going_out(held, facts, meaning),
            *_of_missing(held, facts, missing),
        ]
    return _of_award(held, facts)


def _of_law(held: RoundValue, meaning: Meaning | None, exemptions: Sequence[ExemptionValue]) -> list[NextStep]:
    if meaning is None or meaning.is_allowed:
        return []
    page, says = f"/rounds/{held.reference}", " ".join(meaning.sentences)
    if any(each.state is ExemptionState.ASKED for each in exemptions):
        return [
            NextStep(f"{says} An exemption waits for approval.", "See the value and the exemption", f"{page}/value")
        ]
    return [NextStep(says, "Record an exemption", f"{page}/exemption")]


def _of_going_out(held: RoundValue, facts: StageFacts, meaning: Meaning | None) -> list[NextStep]:
    """From the day on which nobody may leave at no cost any more; before it, and against the law, nothing."""
    last = facts.timetable.withdraw_by
    is_stopped = meaning is not None and not meaning.is_allowed
    if facts.stage is not Stage.COMMITMENT or last is None or facts.today <= last or is_stopped:
        return []
    page = f"/rounds/{held.reference}"
    try:
        check_can_move(facts, Stage.OUT_TO_BID)
    except CannotMove as refused:
        return [
            NextStep(
                f"The round cannot go out to bid yet. {refused.message.rstrip('.')}.",
                "See its progress",
                f"{page}/progress",
            )
        ]
    return [NextStep("The day to go out to bid has come.", "Go out to bid", f"{page}/move/out_to_bid")]


def _of_missing(held: RoundValue, facts: StageFacts, missing: Sequence[Missing]) -> list[NextStep]:
    """The other trusts that can still answer; once the last day to commit is over none can."""
    days = facts.timetable
    if facts.stage is Stage.COMMITMENT and days.commit_by is not None and days.commit_by < facts.today:
        return []
    others = [each for each in missing if each.trust_id != held.lead_id]
    binding = sum(each.lacking is Lacking.COMMITMENT for each in others)
    silent = len(others) - binding
    said = [
        *(["1 trust has not said what it wants"] if silent == 1 else []),
        *([f"{silent:,} trusts have not said what they want"] if silent > 1 else []),
        *(["1 trust has not committed itself yet"] if binding == 1 else []),
        *([f"{binding:,} trusts have not committed themselves yet"] if binding > 1 else []),
    ]
    if not said:
        return []
    words = f"{', and '.join(said)}: remind {'it' if len(others) == 1 else 'them'}."
    return [NextStep(words, "See who is missing", f"/rounds/{held.reference}/demand#missing")]


def _of_award(held: RoundValue, facts: StageFacts) -> list[NextStep]:
    page = f"/rounds/{held.reference}"
    if facts.stage is Stage.EVALUATION:
        if not facts.awarded:
            return [NextStep("Compare the bids, then say who won.", "Record the award", f"{page}/award/record")]
        if not can_move(facts, Stage.AWARDED):
            return [NextStep("The award is recorded.", "Begin the standstill", f"{page}/move/standstill")]
        return [NextStep("The award is recorded.", "Move the round on", f"{page}/progress")]
    if facts.stage is Stage.AWARDED:
        return [NextStep("The lots are awarded.", "Open for call-off", f"{page}/move/call_off")]
    return []
