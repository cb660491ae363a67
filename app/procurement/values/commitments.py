"""The words of pages on which a trust commits itself."""

from dataclasses import dataclass

from app.procurement.values.joining import SignatureValue


@dataclass(frozen=True)
class SignedFor:
    """That a trust signed a version of the agreement, of those that stand."""

    trust_id: int
    trust: str
    number: int
    signature: SignatureValue
