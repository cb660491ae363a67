"""The tables of joint rounds."""

from app.procurement.models.deals import (
    CallOff,
    CallOffLine,
    Deal,
    DealLot,
    DealTrust,
)
from app.procurement.models.joining import (
    AgreementVersion,
    Commitment,
    DemandLine,
    Participation,
    Signature,
    Withdrawal,
)
from app.procurement.models.rounds import (
    Award,
    Exemption,
    Invitation,
    Lot,
    Round,
    StageMove,
    Tier,
    TierTold,
)

__all__ = [
    "AgreementVersion",
    "Award",
    "CallOff",
    "CallOffLine",
    "Commitment",
    "Deal",
    "DealLot",
    "DealTrust",
    "DemandLine",
    "Exemption",
    "Invitation",
    "Lot",
    "Participation",
    "Round",
    "Signature",
    "StageMove",
    "Tier",
    "TierTold",
    "Withdrawal",
]
