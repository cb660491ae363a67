"""When an exemption may be recorded for a round.

Source: Procurement Act 2023 section 41, Schedule 2 and Schedule 5; section 43. The site keeps the reason and who
approved it; whether it is right is the trust's to judge.
"""

from collections.abc import Sequence

from app.approvals.rules.routes import NEED_AN_EXEMPTION
from app.approvals.values import BuyingRoute, Estimate, ExemptionGround
from app.kernel.errors import Refused
from app.procurement.values import ExemptionState, ExemptionValue, Stage

LONGEST_REASON = 2000


class ExemptionRefused(Refused):
    """An exemption that cannot be recorded as it is, or now."""


def covers(held: ExemptionValue, estimated: Estimate) -> bool:
    """Whether an exemption lets a round go on at a value: it is approved, and for no less than that.

    Where nobody knows how long the contract runs there is no value to outgrow it.
    """
    is_enough = estimated.is_unknown or estimated.gross <= held.value
    return held.state is ExemptionState.APPROVED and is_enough


def check_can_record(
    stage: Stage | None, route: BuyingRoute | None, held: Sequence[ExemptionValue], *, is_covered: bool
) -> None:
    """Raises ExemptionRefused where a round needs none, or has one that waits or covers its value."""
    if stage is None or not stage.is_gathering:
        raise ExemptionRefused("An exemption is recorded before the round goes out")
    if route not in NEED_AN_EXEMPTION:
        raise ExemptionRefused("By this route the round needs no exemption")
    if any(each.state is ExemptionState.ASKED for each in held):
        raise ExemptionRefused("An exemption waits for approval already")
    if is_covered:
        raise ExemptionRefused("An exemption is approved already")


def check_reason(ground: ExemptionGround | None, reason: str) -> None:
    """Raises ExemptionRefused, beside its field, for an exemption without a ground or a reason."""
    if ground is None:
        raise ExemptionRefused("Choose which exemption applies", field="ground")
    if not reason.strip():
        raise ExemptionRefused("Enter why it applies to this purchase", field="reason")
    if len(reason) > LONGEST_REASON:
        raise ExemptionRefused(f"Enter a reason of {LONGEST_REASON:,} characters or fewer", field="reason")
