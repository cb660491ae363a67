"""Awards recorded by hand, and exemptions from the rules above a threshold."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.approvals.rules import estimate
from app.approvals.values import BuyingRoute, EstimatePart, ExemptionGround
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.procurement.rules.awards import AwardWrong, award_faults, check_can_award
from app.procurement.rules.exemptions import ExemptionRefused, check_can_record, check_reason, covers
from app.procurement.values import AwardTyped, ExemptionState, ExemptionValue, Stage

TENDERS_BY = date(2027, 3, 31)
TODAY = date(2027, 4, 20)
GOOD = AwardTyped(3, "Calder Energy", UnitPrice(2_250), date(2027, 4, 19))
HELD = ExemptionValue(
    "EXM-23456",
    1,
    ExemptionGround.URGENCY,
    "Fire",
    Money(1),
    ExemptionState.ASKED,
    None,
    1,
    datetime(2027, 1, 1, tzinfo=UTC),
)


@pytest.mark.parametrize("stage", [None, *Stage])
def test_awards_are_recorded_in_the_evaluation_alone(stage: Stage | None) -> None:
    if stage is Stage.EVALUATION:
        check_can_award(stage)
    else:
        with pytest.raises(AwardWrong):
            check_can_award(stage)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, None),
        ({"price": UnitPrice(0)}, None),
        ({"award_date": TODAY}, None),
        ({"award_date": TENDERS_BY}, None),
        ({"supplier": " "}, "lot-3-supplier"),
        ({"supplier": "x" * 120}, None),
        ({"supplier": "x" * 121}, "lot-3-supplier"),
        ({"price": None}, "lot-3-price"),
        ({"award_date": None}, "lot-3-award_date"),
        ({"award_date": TODAY + timedelta(days=1)}, "lot-3-award_date"),
        ({"award_date": TENDERS_BY - timedelta(days=1)}, "lot-3-award_date"),
        ({"note": "x" * 1001}, "lot-3-note"),
    ],
)
def test_an_award_names_who_won_at_which_price_on_a_day_after_the_bids(
    changes: dict[str, object], field: str | None
) -> None:
    found = award_faults(replace(GOOD, **changes), tenders_by=TENDERS_BY, today=TODAY)  # type: ignore[arg-type]
    assert [fault.field for fault in found] == ([field] if field else [])


@pytest.mark.parametrize(
    ("stage", "route", "states", "is_covered", "may"),
    [
        (Stage.COMMITMENT, BuyingRoute.QUOTES, [], False, True),
        (Stage.INTEREST, BuyingRoute.DIRECT, [], False, True),
        (Stage.COMMITMENT, BuyingRoute.QUOTES, [ExemptionState.DECLINED], False, True),
        (Stage.COMMITMENT, BuyingRoute.QUOTES, [ExemptionState.ASKED], False, False),
        (Stage.COMMITMENT, BuyingRoute.QUOTES, [ExemptionState.DECLINED, ExemptionState.APPROVED], True, False),
        (Stage.COMMITMENT, BuyingRoute.QUOTES, [ExemptionState.APPROVED], False, True),
        (Stage.COMMITMENT, BuyingRoute.FRAMEWORK, [], False, False),
        (Stage.COMMITMENT, BuyingRoute.OPEN_PROCEDURE, [], False, False),
        (Stage.COMMITMENT, None, [], False, False),
        (Stage.OUT_TO_BID, BuyingRoute.QUOTES, [], False, False),
        (None, BuyingRoute.QUOTES, [], False, False),
    ],
)
def test_an_exemption_is_for_quotes_and_direct_awards_before_they_go_out_and_one_at_a_time(
    stage: Stage | None, route: BuyingRoute | None, states: list[ExemptionState], is_covered: bool, may: bool
) -> None:
    held = [replace(HELD, state=state) for state in states]
    if may:
        check_can_record(stage, route, held, is_covered=is_covered)
    else:
        with pytest.raises(ExemptionRefused):
            check_can_record(stage, route, held, is_covered=is_covered)


@pytest.mark.parametrize(
    ("ground", "reason", "field"),
    [
        (None, "Fire", "ground"),
        (ExemptionGround.URGENCY, " ", "reason"),
        (ExemptionGround.URGENCY, "x" * 2001, "reason"),
    ],
)
def test_an_exemption_has_a_ground_and_a_reason(ground: ExemptionGround | None, reason: str, field: str) -> None:
    with pytest.raises(ExemptionRefused) as refused:
        check_reason(ground, reason)
    assert refused.value.field == field
    check_reason(ExemptionGround.URGENCY, "x" * 2000)


@pytest.mark.parametrize(
    ("state", "approved", "comes_to", "months", "does"),
    [
        (ExemptionState.APPROVED, 120_00, 100_00, 12, True),
        (ExemptionState.APPROVED, 119_99, 100_00, 12, False),
        (ExemptionState.ASKED, 500_00, 100_00, 12, False),
        (ExemptionState.APPROVED, 1, 100_00, None, True),
    ],
)
def test_an_exemption_covers_no_more_than_the_value_for_which_it_was_approved(
    state: ExemptionState, approved: int, comes_to: int, months: int | None, does: bool
) -> None:
    part = EstimatePart(1, 1, "Lot 1", 1, UnitPrice(comes_to * 100), is_yearly=False, vat_rate=2_000)
    value = estimate([part], months=months, extension_months=0)
    assert covers(replace(HELD, state=state, value=Money(approved)), value) is does
