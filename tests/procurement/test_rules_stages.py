"""How a round moves from stage to stage."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.procurement.rules.stages import (
    NEXT,
    CannotMove,
    can_move,
    check_abandon_reason,
    check_can_move,
    check_published,
    due,
)
from app.procurement.values import Stage, StageFacts, Timetable

TODAY = date(2026, 11, 20)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
READY = StageFacts(
    stage=Stage.COMMITMENT,
    today=TODAY,
    timetable=Timetable(withdraw_by=YESTERDAY, tenders_by=TOMORROW),
    start_date=date(2027, 9, 1),
    contract_end=date(2030, 8, 31),
    committed=2,
    awarded=1,
)


@pytest.mark.parametrize(
    ("withdraw_by", "tenders_by", "committed", "undecided", "law", "may"),
    [
        (YESTERDAY, TOMORROW, 2, 0, "", True),
        (None, TOMORROW, 2, 0, "", True),
        (TODAY, TOMORROW, 2, 0, "", False),
        (YESTERDAY, TODAY, 2, 0, "", False),
        (YESTERDAY, None, 2, 0, "", False),
        (YESTERDAY, TOMORROW, 1, 0, "", False),
        (YESTERDAY, TOMORROW, 2, 1, "", False),
        (YESTERDAY, TOMORROW, 2, 0, "Record an exemption", False),
    ],
)
def test_a_round_goes_out_only_with_two_bound_trusts_nobody_undecided_and_the_law_kept(
    withdraw_by: date | None, tenders_by: date | None, committed: int, undecided: int, law: str, may: bool
) -> None:
    days = Timetable(withdraw_by=withdraw_by, tenders_by=tenders_by)
    facts = replace(READY, timetable=days, committed=committed, undecided=undecided, law=law)
    assert can_move(facts, Stage.OUT_TO_BID) is may


def test_what_stands_in_the_way_is_said() -> None:
    with pytest.raises(CannotMove, match="One trust is still deciding"):
        check_can_move(replace(READY, undecided=1), Stage.OUT_TO_BID)
    with pytest.raises(CannotMove, match="cannot go to “Awarded”"):
        check_can_move(READY, Stage.AWARDED)


@pytest.mark.parametrize(
    ("stage", "to", "changes", "may"),
    [
        (Stage.OUT_TO_BID, Stage.EVALUATION, {"timetable": Timetable(tenders_by=TODAY)}, False),
        (Stage.OUT_TO_BID, Stage.EVALUATION, {"timetable": Timetable(tenders_by=YESTERDAY)}, True),
        (Stage.EVALUATION, Stage.STANDSTILL, {"awarded": 0}, False),
        (Stage.EVALUATION, Stage.STANDSTILL, {}, True),
        (Stage.EVALUATION, Stage.AWARDED, {}, True),
        (Stage.EVALUATION, Stage.AWARDED, {"awarded": 0}, False),
        (Stage.EVALUATION, Stage.AWARDED, {"must_stand_still": True}, False),
        (Stage.STANDSTILL, Stage.AWARDED, {"standstill_until": TODAY}, False),
        (Stage.STANDSTILL, Stage.AWARDED, {"standstill_until": YESTERDAY, "must_stand_still": True}, True),
        (Stage.CALL_OFF, Stage.IN_CONTRACT, {"start_date": TOMORROW}, False),
        (Stage.CALL_OFF, Stage.IN_CONTRACT, {"start_date": TODAY}, True),
        (Stage.IN_CONTRACT, Stage.CLOSED, {"contract_end": TODAY}, False),
        (Stage.IN_CONTRACT, Stage.CLOSED, {"contract_end": YESTERDAY}, True),
        (Stage.IN_CONTRACT, Stage.CLOSED, {"contract_end": None}, True),
        (Stage.IN_CONTRACT, Stage.ABANDONED, {}, False),
        (Stage.CLOSED, Stage.ABANDONED, {}, False),
        (Stage.CALL_OFF, Stage.ABANDONED, {}, True),
    ],
)
def test_the_lead_moves_a_round_on_from_the_exact_day(
    stage: Stage, to: Stage, changes: dict[str, object], may: bool
) -> None:
    assert can_move(replace(READY, stage=stage, **changes), to) is may  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stage", "changes", "moves_to"),
    [
        (Stage.INTEREST, {"timetable": Timetable(interest_by=YESTERDAY)}, Stage.INTENTION),
        (Stage.INTEREST, {"timetable": Timetable(interest_by=TODAY)}, None),
        (Stage.INTENTION, {"timetable": Timetable(intention_by=YESTERDAY)}, Stage.COMMITMENT),
        (Stage.INTENTION, {"timetable": Timetable(intention_by=TODAY)}, None),
        (Stage.COMMITMENT, {"timetable": Timetable(commit_by=YESTERDAY, withdraw_by=YESTERDAY)}, None),
        (Stage.OUT_TO_BID, {"timetable": Timetable(tenders_by=YESTERDAY)}, Stage.EVALUATION),
        (Stage.EVALUATION, {}, None),
        (Stage.STANDSTILL, {"standstill_until": YESTERDAY}, Stage.AWARDED),
        (Stage.STANDSTILL, {"standstill_until": TODAY}, None),
        (Stage.AWARDED, {}, None),
        (Stage.CALL_OFF, {"start_date": TODAY}, Stage.IN_CONTRACT),
        (Stage.CALL_OFF, {"start_date": TOMORROW}, None),
        (Stage.IN_CONTRACT, {"contract_end": YESTERDAY}, Stage.CLOSED),
        (Stage.IN_CONTRACT, {"contract_end": None}, None),
    ],
)
def test_days_move_a_round_the_day_after_they_pass(
    stage: Stage, changes: dict[str, object], moves_to: Stage | None
) -> None:
    assert due(replace(READY, stage=stage, **changes)) is moves_to  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("published", "awarded", "may"),
    [
        (TODAY, None, True),
        (TOMORROW, None, False),
        (YESTERDAY, YESTERDAY, True),
        (YESTERDAY, TODAY, False),
    ],
)
def test_a_standstill_is_counted_from_a_day_between_the_award_and_today(
    published: date, awarded: date | None, may: bool
) -> None:
    refused = nullcontext() if may else pytest.raises(CannotMove, match="The day must be")
    with refused:
        check_published(published, awarded=awarded, today=TODAY)


def test_a_round_is_not_abandoned_without_a_word() -> None:
    with pytest.raises(CannotMove, match="Enter why"):
        check_abandon_reason(" \n")
    with pytest.raises(CannotMove, match="characters or fewer"):
        check_abandon_reason("x" * 1001)
    check_abandon_reason("x" * 1000)


some_day = st.none() | st.dates(date(2026, 11, 18), date(2026, 11, 22))


@given(
    stage=st.sampled_from(Stage),
    days=st.builds(Timetable, some_day, some_day, some_day, some_day, some_day, some_day, some_day),
    start=some_day,
    end=some_day,
    until=some_day,
    counts=st.tuples(st.integers(0, 3), st.integers(0, 1), st.integers(0, 1)),
    still=st.booleans(),
)
def test_a_round_only_ever_takes_a_step_that_its_road_has_and_its_days_obey_the_same_rules(
    stage: Stage,
    days: Timetable,
    start: date | None,
    end: date | None,
    until: date | None,
    counts: tuple[int, int, int],
    still: bool,
) -> None:
    committed, undecided, awarded = counts
    facts = StageFacts(
        stage=stage,
        today=TODAY,
        timetable=days,
        start_date=start,
        contract_end=end,
        committed=committed,
        undecided=undecided,
        awarded=awarded,
        must_stand_still=still,
        standstill_until=until,
    )
    open_to = {to for to in Stage if can_move(facts, to)}
    assert open_to <= {*NEXT[stage], Stage.ABANDONED}
    assert due(facts) in {None, *open_to}
