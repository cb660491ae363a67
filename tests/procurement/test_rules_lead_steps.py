"""What the lead trust is told to do next for its round, before what it can do for its own demand."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.approvals.rules.estimates import estimate
from app.approvals.rules.routes import meaning_of
from app.approvals.values import BuyingRoute, ExemptionGround, Meaning
from app.kernel.money import Money
from app.procurement.rules.lead_steps import lead_steps
from app.procurement.values import ExemptionState, ExemptionValue, Stage, StageFacts
from app.procurement.values.demand import Lacking, Missing
from tests.clock import START
from tests.procurement.makers import DAYS
from tests.procurement.test_rules_rounds import OURS, round_value

LAST_TO_COMMIT, LAST_TO_LEAVE = date(2027, 2, 26), date(2027, 3, 5)
LATE, OUT = date(2027, 2, 27), date(2027, 3, 6)
DEMAND, COMMITMENT = Missing(7, Lacking.DEMAND), Missing(8, Lacking.COMMITMENT)
GO_OUT, REMIND = "move/out_to_bid", "demand#missing"


def steps(stage: Stage, today: date, **more: Any) -> list[str]:
    """Where the steps of a round with two committed trusts lead, below its own page."""
    known = {name: more.pop(name) for name in ("missing", "meaning", "exemptions") if name in more}
    facts = StageFacts(stage, today, DAYS, None, None, **{"committed": 2, **more})
    return [each.href.removeprefix("/rounds/LST-22222/") for each in lead_steps(round_value(stage), facts, **known)]


def by_quotes(months: int | None) -> Meaning:
    """Of a round that nobody wants anything of yet."""
    return meaning_of(BuyingRoute.QUOTES, estimate([], months=months, extension_months=0), Money(1))


@pytest.mark.parametrize(
    ("stage", "today", "facts", "leads_to"),
    [
        (Stage.INTEREST, LATE, {}, []),
        (Stage.INTEREST, LATE, {"missing": [DEMAND]}, [REMIND]),
        (Stage.COMMITMENT, LAST_TO_COMMIT, {"missing": [DEMAND, COMMITMENT]}, [REMIND]),
        (Stage.COMMITMENT, LATE, {"missing": [DEMAND, COMMITMENT]}, []),
        (Stage.COMMITMENT, LAST_TO_LEAVE, {}, []),
        (Stage.COMMITMENT, OUT, {}, [GO_OUT]),
        (Stage.COMMITMENT, OUT, {"missing": [COMMITMENT]}, [GO_OUT]),
        (Stage.COMMITMENT, OUT, {"committed": 1}, ["progress"]),
        (Stage.INTENTION, LATE, {"meaning": by_quotes(12), "missing": [DEMAND]}, [REMIND]),
        (Stage.INTENTION, LATE, {"meaning": by_quotes(None), "missing": [DEMAND]}, ["exemption", REMIND]),
        (Stage.COMMITMENT, OUT, {"meaning": by_quotes(None)}, ["exemption"]),
        (Stage.OUT_TO_BID, OUT, {}, []),
        (Stage.EVALUATION, OUT, {}, ["award/record"]),
        (Stage.EVALUATION, OUT, {"awarded": 1}, ["progress"]),
        (Stage.EVALUATION, OUT, {"awarded": 1, "must_stand_still": True}, ["move/standstill"]),
        (Stage.STANDSTILL, OUT, {"awarded": 1}, []),
        (Stage.AWARDED, OUT, {"awarded": 1}, ["move/call_off"]),
        (Stage.CALL_OFF, OUT, {"awarded": 1}, []),
        (Stage.CLOSED, OUT, {"awarded": 1}, []),
    ],
)
def test_its_lead_is_led_to_what_a_round_waits_for(
    stage: Stage, today: date, facts: dict[str, Any], leads_to: list[str]
) -> None:
    assert steps(stage, today, **facts) == leads_to


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ([DEMAND], "1 trust has not said what it wants: remind it."),
        ([DEMAND, Missing(9, Lacking.ANSWER), COMMITMENT],
         "2 trusts have not said what they want, and 1 trust has not committed itself yet: remind them."),
        ([COMMITMENT, Missing(9, Lacking.COMMITMENT)], "2 trusts have not committed themselves yet: remind them."),
        ([COMMITMENT, Missing(OURS, Lacking.COMMITMENT)], "1 trust has not committed itself yet: remind it."),
    ],
)  # fmt: skip
def test_the_lead_is_told_how_many_other_trusts_have_still_to_answer(missing: list[Missing], says: str) -> None:
    facts = StageFacts(Stage.COMMITMENT, LAST_TO_COMMIT, DAYS, None, None)
    assert [each.text for each in lead_steps(round_value(Stage.COMMITMENT), facts, missing=missing)] == [says]


def test_an_exemption_that_waits_is_not_recorded_again() -> None:
    asked = ExemptionValue(
        *("EXM-22222", 1, ExemptionGround.LAND, "One only", Money(1), ExemptionState.ASKED, None, 1),
        recorded_at=START,
    )
    unknown = by_quotes(None)
    assert steps(Stage.INTENTION, LATE, meaning=unknown, exemptions=[asked]) == ["value"]
    declined = replace(asked, state=ExemptionState.DECLINED)
    assert steps(Stage.INTENTION, LATE, meaning=unknown, exemptions=[declined]) == ["exemption"]


def test_what_keeps_a_round_from_going_out_is_said() -> None:
    facts = StageFacts(Stage.COMMITMENT, OUT, DAYS, None, None, committed=2, law="The framework has ended.")
    (step,) = lead_steps(round_value(Stage.COMMITMENT), facts)
    assert step.text == "The round cannot go out to bid yet. The framework has ended."
