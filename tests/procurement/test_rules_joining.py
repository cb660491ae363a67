"""Which trust may join, whom a round waits for, and how demand adds up."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.procurement.rules.demand import (
    NotGathering,
)
from app.procurement.rules.joining import CannotJoin, check_can_join
from app.procurement.rules.missing import CannotRemind, check_can_remind, days_left, missing_from, waits_until
from app.procurement.rules.term import last_day, months_after
from app.procurement.rules.totals import totals_of
from app.procurement.values import (
    Demand,
    Joining,
    ParticipationValue,
    Stage,
)
from app.procurement.values.demand import Lacking
from app.trusts.values import TrustKind, TrustValue
from tests.procurement.rounds_made import AT, LAST, STARTS, TODAY, State, a_round, lot


def trust(*, is_open: bool = True) -> TrustValue:
    return TrustValue(5, "5", "Five", TrustKind.MULTI_ACADEMY_TRUST, is_open, "", "", "", "", ())


@pytest.mark.parametrize(
    ("stage", "is_trust_open", "is_open_to", "refusal"),
    [
        (Stage.COMMITMENT, True, True, None),
        (Stage.COMMITMENT, False, True, CannotJoin),
        (Stage.COMMITMENT, True, False, CannotJoin),
        (Stage.OUT_TO_BID, True, True, NotGathering),
    ],
)
def test_open_trusts_that_are_let_in_join_while_the_round_gathers(
    stage: Stage, is_trust_open: bool, is_open_to: bool, refusal: type[Exception] | None
) -> None:
    for joining in Joining:
        held = a_round(stage, joining=joining)
        if refusal is None:
            check_can_join(held, trust(is_open=is_trust_open), is_open_to=is_open_to)
        else:
            with pytest.raises(refusal):
                check_can_join(held, trust(is_open=is_trust_open), is_open_to=is_open_to)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2027, 9, 1), 48, date(2031, 9, 1)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 12, 15), 1, date(2028, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_run_to_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_a_round_may_run_to_the_day_before_its_start_with_every_extension_taken() -> None:
    assert last_day(a_round()) == LAST
    assert last_day(a_round(months=None)) is None


def taking_part(**states: State) -> list[ParticipationValue]:
    return [
        ParticipationValue(int(name[1:]), f"PRT-{name}", 1, int(name[1:]), state, AT, AT, 1)
        for name, state in states.items()
    ]


@pytest.mark.parametrize(
    ("stage", "missing"),
    [
        (Stage.INTEREST, {9: Lacking.ANSWER, 2: Lacking.DEMAND}),
        (Stage.INTENTION, {9: Lacking.ANSWER, 2: Lacking.DEMAND}),
        (
            Stage.COMMITMENT,
            {9: Lacking.ANSWER, 2: Lacking.DEMAND, 3: Lacking.COMMITMENT, 4: Lacking.COMMITMENT, 5: Lacking.COMMITMENT},
        ),
        (Stage.OUT_TO_BID, {}),
        (None, {}),
    ],
)
def test_a_round_waits_for_answers_then_demand_then_commitment(
    stage: Stage | None, missing: dict[int, Lacking]
) -> None:
    people = taking_part(
        t1=State.INTERESTED, t2=State.INTERESTED, t3=State.INTENDED, t4=State.ASKED, t5=State.SIGNING,
        t6=State.COMMITTED, t7=State.WITHDRAWN,
    )  # fmt: skip
    found = missing_from(a_round(stage), people, [9, 7, 6, 1])
    assert {each.trust_id: each.lacking for each in found} == missing, "the lead and who left are not waited for"


@pytest.mark.parametrize(
    ("stage", "until"),
    [
        (Stage.INTEREST, date(2026, 12, 11)),
        (Stage.INTENTION, date(2027, 1, 29)),
        (Stage.COMMITMENT, date(2027, 2, 26)),
        (Stage.AWARDED, None),
    ],
)
def test_a_round_waits_until_the_last_day_of_its_stage(stage: Stage, until: date | None) -> None:
    assert waits_until(a_round(stage)) == until


@pytest.mark.parametrize(("today", "left"), [(10, 1), (11, 0), (12, None)])
def test_days_are_left_until_the_last_day_which_is_included(today: int, left: int | None) -> None:
    assert days_left(date(2026, 12, 11), date(2026, 12, today)) == left


def test_those_missing_are_reminded_once_on_a_london_day() -> None:
    missing = missing_from(a_round(), taking_part(t2=State.INTERESTED), [])
    check_can_remind(missing, None, TODAY)
    check_can_remind(missing, datetime(2026, 11, 19, 23, 59, tzinfo=UTC), TODAY)
    for reminded in (datetime(2026, 11, 20, 0, 0, tzinfo=UTC), AT):
        with pytest.raises(CannotRemind, match="tomorrow"):
            check_can_remind(missing, reminded, TODAY)
    with pytest.raises(CannotRemind, match="Nobody"):
        check_can_remind([], None, TODAY)


demands = st.lists(
    st.builds(
        Demand,
        trust_id=st.integers(1, 4),
        lot_id=st.integers(1, 3),
        school_id=st.none() | st.integers(1, 9),
        quantity=st.integers(1, 10_000),
        joins_date=st.dates(STARTS, LAST),
        state=st.sampled_from([State.INTENDED, State.COMMITTED]),
    ),
    max_size=30,
)


@given(demands, st.randoms(use_true_random=False))
def test_totals_by_lot_trust_and_month_are_the_same_sum_in_whatever_order(given: list[Demand], random: Any) -> None:
    lots = [lot(1), lot(2)]
    found = totals_of(lots, given)
    for each in found.lots:
        own = [line for line in given if line.lot_id == each.lot.id]
        total = sum(line.quantity for line in own)
        assert each.quantity == total
        assert each.committed == sum(line.quantity for line in own if line.is_committed)
        assert sum(trust.quantities.get(each.lot.id, 0) for trust in found.trusts) == total
        assert sum(month.quantities[each.lot.id] for month in found.months) == total
        assert not found.months or found.months[-1].together[each.lot.id] == total
        assert each.trusts == len({line.trust_id for line in own})
    assert [each.month for each in found.months] == sorted({each.month for each in found.months})
    counted = [line for line in given if line.lot_id in (1, 2)]
    shuffled = sorted(counted, key=lambda _: random.random())
    again = totals_of(lots, shuffled)
    assert (again.lots, again.months) == (found.lots, found.months)
    assert [(e.trust_id, e.quantities, e.schools, e.first_date) for e in again.trusts] == [
        (e.trust_id, e.quantities, e.schools, e.first_date) for e in found.trusts
    ]
