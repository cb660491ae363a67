"""The words of the page on which a round's demand is read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
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
    """A trust in a round: how far it has gone, what it wants of each lot, and what the round waits for from it.

    `totals` are by the id of a lot, of which it wants some; `state` is None for one that has not answered.
    """

    trust_id: int
    name: str
    uid: str
    state: ParticipationState | None
    lacking: Lacking | None
    totals: Mapping[int, TrustTotal]

    def quantity(self, lot_id: int) -> int:
        """How much of a lot it wants."""
        return self.totals[lot_id].quantities[lot_id] if lot_id in self.totals else 0

    def schools(self, lot_id: int) -> int:
        """For how many schools it wants some of a lot."""
        return self.totals[lot_id].schools if lot_id in self.totals else 0

    def joins(self, lot_id: int) -> date | None:
        """The first day on which a school of it joins a lot, or None where it wants nothing of it."""
        return self.totals[lot_id].first_date if lot_id in self.totals else None
