"""The words of the law's arithmetic on a round: an exemption that is recorded and approved."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.approvals.values import ExemptionGround
from app.kernel.money import Money


class ExemptionState(StrEnum):
    """Where an exemption stands."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {"asked": "Waiting for approval", "approved": "Approved", "declined": "Declined"}[self.value]


@dataclass(frozen=True)
class ExemptionValue:
    """Why a round may go on by quotes or directly though its value reaches the threshold. `value` includes VAT."""

    reference: str
    round_id: int
    ground: ExemptionGround
    reason: str
    value: Money
    state: ExemptionState
    approval_reference: str | None
    recorded_by: int
    recorded_at: datetime
    decided_at: datetime | None = None
