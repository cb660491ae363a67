"""The tables of secondments."""

from app.secondments.models.adverts import (
    Advert,
)
from app.secondments.models.agreements import (
    Commitment,
    Secondment,
    Signature,
    SigningCode,
    SigningInvitation,
    VatRuling,
    Version,
)
from app.secondments.models.along import (
    Absence,
    EarlyEnd,
    Ending,
    Extension,
    RechargeCharge,
    RechargeCredit,
    Review,
)
from app.secondments.models.checks import (
    Arrival,
    Check,
)
from app.secondments.models.interests import (
    Consent,
    Interest,
    InterestMove,
    Secondee,
)
from app.secondments.models.matches import (
    MatchTold,
)

__all__ = [
    "Absence",
    "Advert",
    "Arrival",
    "Check",
    "Commitment",
    "Consent",
    "EarlyEnd",
    "Ending",
    "Extension",
    "Interest",
    "InterestMove",
    "MatchTold",
    "RechargeCharge",
    "RechargeCredit",
    "Review",
    "Secondee",
    "Secondment",
    "Signature",
    "SigningCode",
    "SigningInvitation",
    "VatRuling",
    "Version",
]
