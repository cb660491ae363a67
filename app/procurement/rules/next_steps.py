"""What whoever reads a round can do next, and on which page."""

from dataclasses import dataclass
from datetime import date

from app.kernel.clock import day_words
from app.procurement.rules.rounds_words import is_past_committing
from app.procurement.values import Joining, ParticipationState, Reading, RoundValue, Stage

WITHDRAWN = (None, ParticipationState.WITHDRAWN)
UNDECIDED = (*WITHDRAWN, ParticipationState.INTERESTED, ParticipationState.INTENDED)
TO_SIGN = "Your trust may commit itself. You can sign the participation agreement for it."


@dataclass(frozen=True)
class NextStep:
    """A sentence, and the page on which to go on with the words of its button; none where there is nothing to do."""

    text: str
    label: str = ""
    href: str = ""


def next_step(
    held: RoundValue,
    reading: Reading,
    own: ParticipationState | None,
    *,
    may_join: bool,
    runs: bool,
    today: date,
    signs: bool = False,
) -> NextStep | None:
    """What somebody can do next in a published round; None where there is nothing to say.

    `own` is how far their trust has gone, `may_join` whether they may have it join, `runs` whether they run
    procurement for it, `signs` whether they may sign for it.
    """
    if held.stage is None or held.stage.is_over:
        return None
    if own is ParticipationState.SIGNING and signs and held.stage is Stage.COMMITMENT:
        return NextStep(TO_SIGN, "Read and sign the agreement", f"/rounds/{held.reference}/sign")
    if held.stage is Stage.COMMITMENT and own in UNDECIDED and is_past_committing(held, today):
        last = held.timetable.commit_by
        assert last is not None
        return NextStep(f"The last day to commit was {day_words(last)}. The lead trust can move it to a later one.")
    if own not in WITHDRAWN:
        step = _of_participant(held, own, today)
        return step if runs or step is None else NextStep(step.text)
    return _of_outsider(held, reading, may_join=may_join, runs=runs) if held.stage.is_gathering else None


def _of_outsider(held: RoundValue, reading: Reading, *, may_join: bool, runs: bool) -> NextStep | None:
    page = f"/rounds/{held.reference}/your-trust"
    if reading is Reading.VISITOR:
        return NextStep("Procurement leads of academy trusts can have their trust join.", "Sign in to join", page)
    if not runs:
        return NextStep("People with the procurement lead role in your trust can have it join.")
    if not may_join:
        regions = ", ".join(held.listing.region_labels)
        is_there = held.joining is Joining.REGION
        return NextStep(f"Your trust cannot join: this round is for trusts with a school in {regions}." if is_there else
                        "Your trust cannot join: its lead chooses who may.")  # fmt: skip
    if held.stage is Stage.INTEREST:
        return NextStep("Showing interest binds your trust to nothing.", "Show interest", page)
    return NextStep("Your trust can still join: say how much it wants.", "Enter what your trust wants", page)


def _of_participant(held: RoundValue, own: ParticipationState | None, today: date) -> NextStep | None:
    page = f"/rounds/{held.reference}"
    assert held.stage is not None
    if not held.stage.is_gathering:
        return _of_fixed(held, own)
    if own is ParticipationState.INTERESTED:
        return NextStep(
            "Your trust takes part, and has not said yet how much it wants.",
            "Enter what your trust wants",
            f"{page}/your-trust",
        )
    if own is ParticipationState.ASKED:
        return NextStep("Your trust has yet to decide whether to commit itself.", "See what waits", f"{page}/agreement")
    if own is ParticipationState.SIGNING:
        return NextStep(
            "Your trust may commit itself. An approver signs the agreement.", "Go to the agreement", f"{page}/agreement"
        )
    if own is ParticipationState.COMMITTED:
        return NextStep(
            f"Your trust is committed. {_leaving(held, today)}", "See your trust’s part", f"{page}/your-trust"
        )
    if held.stage is Stage.COMMITMENT:
        return NextStep("What your trust wants is not binding yet.", "Commit your trust", f"{page}/agreement")
    return NextStep(
        "What your trust wants is not binding yet.", "See or change what your trust wants", f"{page}/your-trust"
    )


def _of_fixed(held: RoundValue, own: ParticipationState | None) -> NextStep | None:
    if own is not ParticipationState.COMMITTED:
        return NextStep("Your trust is not committed, so this round goes on without it.")
    if held.stage is Stage.CALL_OFF:
        return NextStep(
            "Your trust can call off what it committed to.", "Call off", f"/rounds/{held.reference}/call-offs"
        )
    return NextStep("Your trust is committed. Who takes part is fixed.")


def _leaving(held: RoundValue, today: date) -> str:
    last = held.timetable.withdraw_by
    if last is not None and today <= last:
        return f"It can leave at no cost until {day_words(last)}."
    if not held.late_fee:
        return "It can leave until the round goes out to bid."
    return f"Leaving now costs {held.late_fee}."
