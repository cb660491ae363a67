"""When a trust may leave a round, and what that costs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.kernel.money import Money
from app.procurement.rules.withdrawals import (
    LONGEST_REASON,
    CannotWithdraw,
    CostDiffers,
    check_can_withdraw,
    check_cost_seen,
    check_reason,
    cost_of_leaving,
)
from app.procurement.values import GATHERING, ParticipationState, Stage
from tests.procurement.commitments_values import FEE, JOINER, LEAD, WITHDRAW_BY, a_part, a_round

State = ParticipationState
FREE = Money(0)


@pytest.mark.parametrize(
    ("days", "state", "trust_id", "cost"),
    [
        (-1, State.COMMITTED, JOINER, FREE),
        (0, State.COMMITTED, JOINER, FREE),
        (1, State.COMMITTED, JOINER, FEE),
        (1, State.COMMITTED, LEAD, FREE),
        (1, State.SIGNING, JOINER, FREE),
        (1, State.ASKED, JOINER, FREE),
        (1, State.INTENDED, JOINER, FREE),
        (1, State.INTERESTED, JOINER, FREE),
    ],
)
def test_only_a_committed_trust_that_leaves_after_the_last_free_day_pays(
    days: int, state: ParticipationState, trust_id: int, cost: Money
) -> None:
    today = WITHDRAW_BY + timedelta(days=days)
    assert cost_of_leaving(a_round(), a_part(state, trust_id), today=today) == cost


def test_a_round_without_a_last_free_day_or_a_fee_costs_nothing_to_leave() -> None:
    own, late = a_part(State.COMMITTED), WITHDRAW_BY + timedelta(days=1)
    held = a_round()
    undated = replace(held, timetable=replace(held.timetable, withdraw_by=None))
    assert cost_of_leaving(undated, own, today=late) == FREE
    assert cost_of_leaving(replace(held, late_fee=FREE), own, today=late) == FREE


@pytest.mark.parametrize("stage", Stage)
def test_nobody_leaves_once_participants_are_fixed(stage: Stage) -> None:
    for state in (State.COMMITTED, State.INTENDED):
        own = a_part(state)
        if stage in GATHERING:
            assert check_can_withdraw(a_round(stage), own) == own
        else:
            with pytest.raises(CannotWithdraw):
                check_can_withdraw(a_round(stage), own)


def test_a_trust_that_takes_no_part_has_nothing_to_leave() -> None:
    for own in (None, a_part(State.WITHDRAWN)):
        with pytest.raises(CannotWithdraw, match="nothing to leave"):
            check_can_withdraw(a_round(), own)


def test_what_it_costs_must_be_what_was_shown() -> None:
    check_cost_seen(FEE, FEE)
    with pytest.raises(CostDiffers, match="now costs £500") as refused:
        check_cost_seen(FEE, FREE)
    assert refused.value.cost == FEE
    with pytest.raises(CostDiffers, match="costs nothing now"):
        check_cost_seen(FREE, FEE)


def test_a_reason_is_asked_of_at_most_a_thousand_characters() -> None:
    assert check_reason("  Our  roof\r\nleaks ") == "Our  roof\nleaks"
    assert check_reason("x" * LONGEST_REASON) == "x" * LONGEST_REASON
    for typed in (" \n", "x" * (LONGEST_REASON + 1)):
        with pytest.raises(CannotWithdraw) as refused:
            check_reason(typed)
        assert refused.value.field == "reason"
