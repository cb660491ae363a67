"""The words of the page on which a round's demand is read."""

from dataclasses import dataclass
from enum import StrEnum

from app.procurement.values.demand import Lacking, TrustTotal
from app.procurement.values.joining import ParticipationState


class TrustSort(StrEnum):
    """What the trusts of a round may be ordered by."""

    NAME = "name"
    STATE = "state"
    QUANTITY = "quantity"
    JOINS = "joins"


@dataclass(frozen=True)
class TrustLine:
    """A trust in a round: how far it has gone, what it wants in all, and what the round waits for from it.

    `total` is None where it wants nothing, `state` for one that is invited and has not answered.
    """

    trust_id: int
    name: str
    uid: str
    state: ParticipationState | None
    total: TrustTotal | None
    lacking: Lacking | None

    def quantity(self, lot_id: int) -> int:
        """How much of a lot it wants."""
        return self.total.quantities.get(lot_id, 0) if self.total else 0
