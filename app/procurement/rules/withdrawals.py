"""When a trust may leave a round, and what that costs it."""

from datetime import date

from app.kernel.errors import Refused
from app.kernel.money import Money
from app.procurement.values import (
    ParticipationState,
    ParticipationValue,
    RoundValue,
    Stage,
)

FREE = Money(0)
LONGEST_REASON = 1_000


class CannotWithdraw(Refused):
    """A trust that cannot leave a round; the message says why and what to do."""


class CostDiffers(Refused):
    """Leaving costs something else than it did when the person was shown it: a day has passed, or it was changed."""

    def __init__(self, cost: Money) -> None:
        super().__init__(
            f"Leaving now costs {cost}. Look at it again, then decide." if cost else "Leaving costs nothing now."
        )
        self.cost = cost


def check_can_withdraw(held: RoundValue, own: ParticipationValue | None) -> ParticipationValue:
    """The participation that a trust may end. Raises CannotWithdraw once participants are fixed."""
    if own is None or own.state is ParticipationState.WITHDRAWN:
        raise CannotWithdraw("Your trust takes no part in this round, so there is nothing to leave")
    if held.stage is None or not held.stage.is_gathering:
        raise CannotWithdraw(_fixed(held, own))
    return own


def _fixed(held: RoundValue, own: ParticipationValue) -> str:
    if held.stage is not None and held.stage.is_over:
        return "This round is over, so there is nothing to leave"
    if own.state is not ParticipationState.COMMITTED:
        return "Who takes part in this round is fixed. Your trust is not committed, so it has nothing to leave"
    return (
        "The procurement has started and suppliers rely on what is committed, so nobody can leave. "
        "Talk to the lead trust: it can still abandon the round"
        if held.stage in BEFORE_AWARD
        else "The procurement is over, so nobody can leave. Talk to the lead trust about what your trust need not buy"
    )


BEFORE_AWARD = (Stage.OUT_TO_BID, Stage.EVALUATION, Stage.STANDSTILL)


def cost_of_leaving(held: RoundValue, own: ParticipationValue, *, today: date) -> Money:
    """What leaving costs a trust today: the late fee once it is committed and the last free day has passed.

    The lead trust would pay itself: its own leaving costs nothing.
    """
    last = held.timetable.withdraw_by
    is_bound = own.state is ParticipationState.COMMITTED and own.trust_id != held.lead_id
    return held.late_fee if is_bound and last is not None and today > last else FREE


def check_cost_seen(cost: Money, seen: Money) -> None:
    """Insist that somebody was shown what leaving costs at this moment. Raises CostDiffers."""
    if cost != seen:
        raise CostDiffers(cost)


def check_reason(typed: str) -> str:
    """The reason for leaving, trimmed. Raises CannotWithdraw for none, or one that is too long."""
    reason = typed.replace("\r\n", "\n").strip()
    if not reason:
        raise CannotWithdraw("Enter why your trust leaves: the lead trust reads it", field="reason")
    if len(reason) > LONGEST_REASON:
        raise CannotWithdraw(f"Enter a reason of {LONGEST_REASON:,} characters or fewer", field="reason")
    return reason
