"""What a trust may say that it wants, and from when."""

from datetime import date
from typing import Any

import pytest

from app.kernel.unit_price import UnitPrice
from app.procurement.rules.demand import (
    LONGEST_SUPPLIER,
    MOST_PRICE,
    MOST_QUANTITY,
    ChangedMeanwhile,
    DemandBound,
    NotGathering,
    as_typed,
    check_can_change,
    check_unchanged,
    demand_faults,
    joins_from,
    no_longer_own,
)
from app.procurement.values import (
    DemandTyped,
    Stage,
)
from tests.procurement.rounds_made import LAST, STARTS, TODAY, State, a_round

OWN = {11, 12}


def faults(*lines: DemandTyped, **changes: Any) -> list[tuple[int, str | None]]:
    found = demand_faults(a_round(**changes), lines, own_schools=OWN, today=TODAY)
    return [(each.place, each.field) for each in found]


def want(**now: Any) -> DemandTyped:
    return DemandTyped(**{"lot_id": 1, "school_id": 11, "quantity": 5, **now})


@pytest.mark.parametrize(
    ("line", "field"),
    [
        (want(quantity=0), "quantity"),
        (want(quantity=1), None),
        (want(quantity=MOST_QUANTITY), None),
        (want(quantity=MOST_QUANTITY + 1), "quantity"),
        (want(lot_id=3), "lot"),
        (want(school_id=13), "school"),
        (want(school_id=None), None),
        (want(supplier="x" * LONGEST_SUPPLIER), None),
        (want(supplier="x" * (LONGEST_SUPPLIER + 1)), "supplier"),
        (want(price=UnitPrice(0)), None),
        (want(price=UnitPrice(-1)), "price"),
        (want(price=MOST_PRICE), None),
        (want(price=UnitPrice(MOST_PRICE.hundredths + 1)), "price"),
        (want(contract_end_date=date(2028, 3, 31), notice_date=date(2028, 3, 31)), None),
        (want(contract_end_date=date(2028, 3, 31), notice_date=date(2028, 4, 1)), "notice"),
        (want(joins_date=STARTS), None),
        (want(joins_date=date(2027, 8, 31)), "joins"),
        (want(joins_date=LAST), None),
        (want(joins_date=date(2031, 9, 1)), "joins"),
        (want(contract_end_date=date(2028, 3, 31), joins_date=date(2028, 4, 1)), None),
        (want(contract_end_date=date(2028, 3, 31), joins_date=date(2028, 3, 31)), "joins"),
        (want(contract_end_date=date(2031, 8, 30)), None),
        (want(contract_end_date=LAST), "ends"),
        (want(contract_end_date=date(2020, 1, 1)), None),
        (want(contract_end_date=date(1999, 12, 31)), "ends"),
        (want(joins_date=date(2101, 1, 1)), "joins"),
    ],
)
def test_a_line_of_demand_is_checked_at_each_boundary(line: DemandTyped, field: str | None) -> None:
    assert faults(line) == ([(0, field)] if field else [])


def test_a_contract_of_unknown_length_bounds_no_day_of_joining() -> None:
    assert faults(want(joins_date=date(2040, 1, 1)), months=None) == []


def test_every_fault_of_every_line_is_said_at_once_and_a_school_comes_once_for_each_lot() -> None:
    lines = [want(), want(quantity=0, school_id=99), want(lot_id=2), want(), want(school_id=None), want(school_id=None)]
    assert faults(*lines) == [(1, "school"), (1, "quantity"), (3, "school"), (5, "school")]


@pytest.mark.parametrize(
    ("ends", "typed", "joins"),
    [
        (None, None, STARTS),
        (date(2027, 8, 30), None, STARTS),
        (date(2027, 8, 31), None, STARTS),
        (date(2027, 9, 1), None, date(2027, 9, 2)),
        (date(2028, 3, 31), None, date(2028, 4, 1)),
        (date(2028, 3, 31), date(2028, 9, 1), date(2028, 9, 1)),
    ],
)
def test_a_school_joins_the_day_after_its_contract_ends_and_not_before_the_round_starts(
    ends: date | None, typed: date | None, joins: date
) -> None:
    line = want(contract_end_date=ends, joins_date=typed)
    assert joins_from(STARTS, line) == joins
    kept = want(contract_end_date=ends, joins_date=joins)
    assert as_typed(STARTS, kept).joins_date == typed, "a day that follows from the others is not typed back"


@pytest.mark.parametrize(
    ("stage", "state", "refusal"),
    [
        (Stage.INTEREST, None, None),
        (Stage.INTENTION, State.INTERESTED, None),
        (Stage.COMMITMENT, State.INTENDED, None),
        (Stage.COMMITMENT, State.WITHDRAWN, None),
        (Stage.COMMITMENT, State.ASKED, DemandBound),
        (Stage.COMMITMENT, State.SIGNING, DemandBound),
        (Stage.COMMITMENT, State.COMMITTED, DemandBound),
        (Stage.OUT_TO_BID, State.INTENDED, NotGathering),
        (Stage.ABANDONED, State.INTENDED, NotGathering),
        (None, State.INTENDED, NotGathering),
    ],
)
def test_demand_changes_while_the_round_gathers_and_the_trust_is_not_bound(
    stage: Stage | None, state: State | None, refusal: type[Exception] | None
) -> None:
    if refusal is None:
        check_can_change(a_round(stage), state)
    else:
        with pytest.raises(refusal):
            check_can_change(a_round(stage), state)


def test_what_somebody_else_saved_meanwhile_is_not_lost() -> None:
    check_unchanged(3, 3)
    with pytest.raises(ChangedMeanwhile):
        check_unchanged(4, 3)


def test_schools_that_left_are_told_from_those_that_stayed_and_the_office_stays() -> None:
    lines = [want(), want(school_id=None), want(school_id=12), want(school_id=13)]
    assert no_longer_own(lines, OWN) == [lines[3]]
