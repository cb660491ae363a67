"""What happens next with a trust in a round, in words."""

from datetime import date, timedelta

from app.kernel.clock import day_words
from app.procurement.values import ParticipationState, RoundValue, Stage

State = ParticipationState


def next_for(held: RoundValue, state: ParticipationState | None) -> str:
    """What a trust does next in a round and until when; `state` is None for one that never joined."""
    if held.stage is None or not held.stage.is_gathering:
        return _fixed(held, state)
    days, is_committing = held.timetable, held.stage is Stage.COMMITMENT
    if state in (None, State.WITHDRAWN):
        return (
            f"Show interest{_by(_last_to_join(held))}. It binds your trust to nothing, and you can leave at any time."
        )
    if state is State.INTERESTED:
        then = (
            f", then commit{_by(days.commit_by)}"
            if is_committing
            else f"{_by(days.intention_by)}. It does not bind you"
        )
        return f"Enter what your schools want{then}."
    if state is State.INTENDED:
        if is_committing:
            return f"Commit{_by(days.commit_by)}. Only what is committed counts when the round goes out."
        after = days.intention_by + timedelta(days=1) if days.intention_by else None
        return f"You can change what you want at any time. Trusts commit{f' from {day_words(after)}' if after else ''}."
    return {
        State.ASKED: "Your trust’s approvers decide whether it may commit. Then one of them signs the agreement.",
        State.SIGNING: f"An approver of your trust signs the participation agreement{_by(days.commit_by)}.",
        State.COMMITTED: f"Your trust is committed{_leave(days.withdraw_by)}.",
    }[state]


def _fixed(held: RoundValue, state: ParticipationState | None) -> str:
    if held.stage is Stage.ABANDONED:
        return "The round was abandoned, so nothing binds your trust."
    if state is State.COMMITTED:
        return "Participants are fixed. Your trust buys what it committed to."
    if state in (None, State.WITHDRAWN):
        return "Participants are fixed, so nobody can join."
    return "Participants are fixed. Your trust did not commit, so this round buys nothing for it."


def _last_to_join(held: RoundValue) -> date | None:
    return held.timetable.interest_by if held.stage is Stage.INTEREST else held.timetable.commit_by


def _by(day: date | None) -> str:
    return f" by {day_words(day)}" if day else ""


def _leave(day: date | None) -> str:
    return f" and can leave at no cost until {day_words(day)}" if day else ""
