"""How a payment's progress reads: its four steps, and what happened in words."""

from app.kernel.money import Money
from app.settlement.values import RunDetail, RunState, StepKind, StepValue

STAGES = ("Payment started", "Bank transfer arrives", "Sent to the provider", "Paid")
REACHED = {RunState.COLLECTING: 1, RunState.ARRIVED: 2, RunState.PAYING: 2, RunState.CLOSED: 4}
WORDS = {
    StepKind.STARTED: "Payment started",
    StepKind.ASKED: "Bank details ready",
    StepKind.PART_ARRIVED: "Part of the bank transfer arrived",
    StepKind.ARRIVED: "Bank transfer arrived",
    StepKind.HELD: "Transfer to the provider held up",
    StepKind.SENT: "Transfer to the provider begun",
    StepKind.CLOSED: "Paid to the provider",
    StepKind.CANCEL_ASKED: "Cancelling asked for",
    StepKind.CANCEL_DECLINED: "Not cancelled: money had arrived",
    StepKind.CANCELLED: "Cancelled",
}


def stages_of(state: RunState) -> list[tuple[str, str, str]]:
    """Each stage with done, now, next or stopped, and a note."""
    if state is RunState.CANCELLED:
        return [(STAGES[0], "done", ""), ("Cancelled", "stopped", "Nothing was paid")]
    reached = REACHED[state]
    return [
        (text, "done" if place < reached else "now" if place == reached else "next", "")
        for place, text in enumerate(STAGES)
    ]


def words_of(step: StepValue) -> tuple[str, str]:
    """What happened, and the amount that it was about."""
    shows_amount = step.kind in (StepKind.STARTED, StepKind.PART_ARRIVED, StepKind.ARRIVED)
    return WORDS[step.kind], str(step.amount) if shows_amount else ""


def moves_by_itself(seen: RunDetail) -> bool:
    """Whether the next step is a matter of seconds: the page then refreshes by itself."""
    if seen.run.state is RunState.COLLECTING:
        return seen.instructions is None or seen.is_being_cancelled
    return seen.run.state in (RunState.ARRIVED, RunState.PAYING) and seen.receive.hold is None


def why_cancelled(arrived: Money) -> str:
    """What a cancelled payment means for the money, as a sentence."""
    if not arrived:
        return "Nothing had arrived and nothing was paid."
    return f"Nothing was paid. The {arrived} that had arrived is still the buyer's, at Stripe."


def how_much(arrived: Money, amount: Money) -> str:
    """How much has arrived, as people say it."""
    return "Nothing has arrived yet" if not arrived else f"{arrived} of {amount} has arrived"
