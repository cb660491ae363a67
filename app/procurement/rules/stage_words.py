"""Stages in words: what a move means for those who joined, and what comes next."""

from datetime import date

from app.procurement.values import Stage, StageFacts

MEANS = {
    Stage.INTEREST: "Trusts can show interest. Nothing binds anybody yet.",
    Stage.INTENTION: "Enter what your schools want of each lot. It is not binding, and can be changed.",
    Stage.COMMITMENT: "Read the participation agreement and commit your trust under its own scheme of delegation.",
    Stage.OUT_TO_BID: "The participants are fixed. Suppliers are bidding for what they committed to.",
    Stage.EVALUATION: "Bidding is over. The lead trust compares the bids.",
    Stage.STANDSTILL: "The outcome is published. Nothing is signed until the standstill is over.",
    Stage.AWARDED: "The lots are awarded. Call-offs open next.",
    Stage.CALL_OFF: "Committed trusts can call off what they need at the awarded prices.",
    Stage.IN_CONTRACT: "The contract runs.",
    Stage.CLOSED: "The contract has ended.",
    Stage.ABANDONED: "The round is given up. Nothing binds anybody.",
}
"""What each stage means for a trust that takes part, in a sentence or two."""

MOVE_LABELS = {
    Stage.INTENTION: "Start gathering demand",
    Stage.COMMITMENT: "Open for commitment",
    Stage.OUT_TO_BID: "Go out to bid",
    Stage.EVALUATION: "Start the evaluation",
    Stage.STANDSTILL: "Begin the standstill",
    Stage.AWARDED: "Award the lots",
    Stage.CALL_OFF: "Open for call-off",
    Stage.IN_CONTRACT: "Say that the contract has started",
    Stage.CLOSED: "Close the round",
    Stage.ABANDONED: "Abandon the round",
}
"""What the button says that moves a round to a stage."""


def until(facts: StageFacts) -> tuple[str, date] | None:
    """What the round's timetable says comes next at its stage, and on which last day; None where it names none."""
    days = facts.timetable
    named: dict[Stage, tuple[str, date | None]] = {
        Stage.INTEREST: ("Show interest by", days.interest_by),
        Stage.INTENTION: ("Enter what you want by", days.intention_by),
        Stage.COMMITMENT: ("Commit by", days.commit_by),
        Stage.OUT_TO_BID: ("Bids may come in until", days.tenders_by),
        Stage.EVALUATION: ("Award planned by", days.award_by),
        Stage.STANDSTILL: ("Standstill until", facts.standstill_until),
        Stage.AWARDED: ("Contract starts on", facts.start_date),
        Stage.CALL_OFF: ("Contract starts on", facts.start_date),
        Stage.IN_CONTRACT: ("Contract may run until", facts.contract_end),
    }
    words, day = named.get(facts.stage, ("", None))
    return (words, day) if day else None
