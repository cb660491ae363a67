"""Awards recorded by hand, and exemptions from the rules above a threshold."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from app.approvals.values import BuyingRoute, ExemptionGround
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.procurement.rules.awards import AwardWrong, award_faults, check_can_award
from app.procurement.rules.exemptions import ExemptionRefused, check_can_record, check_reason
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
    ("stage", "route", "states", "may"),
    [
        (Stage.COMMITMENT, BuyingRoute.QUOTES, [], True),
        (Stage.INTEREST, BuyingRoute.DIRECT, [], True),
        (Stage.COMMITMENT, BuyingRoute.QUOTES, [ExemptionState.DECLINED], True),
        (Stage.COMMITMENT, BuyingRoute.QUOTES, [ExemptionState.ASKED], False),
        (Stage.COMMITMENT, BuyingRoute.QUOTES, [ExemptionState.DECLINED, ExemptionState.APPROVED], False),
        (Stage.COMMITMENT, BuyingRoute.FRAMEWORK, [], False),
        (Stage.COMMITMENT, BuyingRoute.OPEN_PROCEDURE, [], False),
        (Stage.COMMITMENT, None, [], False),
        (Stage.OUT_TO_BID, BuyingRoute.QUOTES, [], False),
        (None, BuyingRoute.QUOTES, [], False),
    ],
)
def test_an_exemption_is_for_quotes_and_direct_awards_before_they_go_out_and_one_at_a_time(
    stage: Stage | None, route: BuyingRoute | None, states: list[ExemptionState], may: bool
) -> None:
    held = [replace(HELD, state=state) for state in states]
    if may:
        check_can_record(stage, route, held)
    else:
        with pytest.raises(ExemptionRefused):
            check_can_record(stage, route, held)


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
