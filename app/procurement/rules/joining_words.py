"""What happens next with a trust in a round, in words."""

from datetime import date, timedelta

from app.kernel.clock import day_words
from app.procurement.rules.rounds_words import is_past_committing
from app.procurement.values import Joining, ParticipationState, RoundValue, Stage

State = ParticipationState


def next_for(held: RoundValue, state: ParticipationState | None, *, is_open: bool, today: date) -> str:
    """What a trust does next in a round and until when; `state` is None for one that never joined.

    `is_open` is whether it is one of those that may join.
    """
    if held.stage is None or not held.stage.is_gathering:
        return _fixed(held, state)
    if state in (None, State.WITHDRAWN) and not is_open:
        return _shut(held)
    if held.stage is Stage.COMMITMENT:
        return _committing(held, state, today)
    days = held.timetable
    if state in (None, State.WITHDRAWN):
        last = days.interest_by if held.stage is Stage.INTEREST else days.commit_by
        return f"Show interest{_by(last)}. It binds your trust to nothing, and you can leave at any time."
    if state is State.INTERESTED:
        return f"Enter what your schools want{_by(days.intention_by)}. It does not bind you."
    after = days.intention_by + timedelta(days=1) if days.intention_by else None
    return f"You can change what you want at any time. Trusts commit{f' from {day_words(after)}' if after else ''}."


def _committing(held: RoundValue, state: ParticipationState | None, today: date) -> str:
    days = held.timetable
    if state is State.ASKED:
        return "Your trust’s approvers decide whether it may commit. Then one of them signs the agreement."
    if state is State.COMMITTED:
        return f"Your trust is committed. {committed_words(held, today)}"
    if is_past_committing(held, today):
        if state is State.SIGNING:
            return "An approver of your trust signs the participation agreement before the round goes out to bid."
        assert days.commit_by is not None
        return f"The last day to commit was {day_words(days.commit_by)}. Ask the lead trust to move it to a later one."
    if state is State.SIGNING:
        return f"An approver of your trust signs the participation agreement{_by(days.commit_by)}."
    if state is State.INTENDED:
        return f"Commit{_by(days.commit_by)}. Only what is committed counts when the round goes out."
    if state is State.INTERESTED:
        return f"Enter what your schools want, then commit{_by(days.commit_by)}."
    return (
        f"Show interest, enter what your schools want, then commit{_by(days.commit_by)}. "
        "Nothing binds your trust until it has signed the agreement."
    )


def committed_words(held: RoundValue, today: date) -> str:
    """Until when a trust that is committed can leave at no cost, or what leaving costs it now, and what is next."""
    if held.stage is not Stage.COMMITMENT:
        return _fixed(held, State.COMMITTED)
    last, notice = held.timetable.withdraw_by, held.timetable.notice
    planned = f", planned for {day_words(notice)}" if notice and notice >= today else ""
    after = f"Next the lead trust takes the round out to bid{planned}: who takes part is fixed then."
    if last is None:
        return after
    if today <= last:
        return f"It can leave at no cost until {day_words(last)}. {after}"
    cost = f"costs {held.late_fee}" if held.late_fee else "still costs nothing"
    return f"Leaving before the round goes out to bid {cost}. {after}"


def _shut(held: RoundValue) -> str:
    if held.joining is Joining.REGION:
        regions = ", ".join(held.listing.region_labels)
        return f"Your trust cannot join: this round is for trusts with a school in {regions}."
    return "Your trust cannot join: the lead trust chooses who may."


def _fixed(held: RoundValue, state: ParticipationState | None) -> str:
    if held.stage is Stage.ABANDONED:
        return "The round was abandoned, so nothing binds your trust."
    if state is State.COMMITTED:
        return "Participants are fixed. Your trust buys what it committed to."
    if state in (None, State.WITHDRAWN):
        return "Participants are fixed, so nobody can join."
    return "Participants are fixed. Your trust did not commit, so this round buys nothing for it."


def _by(day: date | None) -> str:
    return f" by {day_words(day)}" if day else ""
