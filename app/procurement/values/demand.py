"""The words of demand together: totals by lot, trust and month, what a trust has now, and who is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.kernel.unit_price import UnitPrice
from app.procurement.values.joining import DemandTyped, ParticipationState
from app.procurement.values.rounds import LotValue

OFFICE = "The trust’s own office"


@dataclass(frozen=True)
class Held:
    """What a school has now of what a round is to buy. `joins_date` is None where it follows from the other days."""

    supplier: str = ""
    price: UnitPrice | None = None
    contract_end_date: date | None = None
    notice_date: date | None = None
    joins_date: date | None = None

    @property
    def is_anything(self) -> bool:
        """Whether it says anything at all."""
        return self != NOTHING_HELD


NOTHING_HELD = Held()


def held_of(line: DemandTyped) -> Held:
    """What a line of demand says of what its school has now."""
    return Held(line.supplier, line.price, line.contract_end_date, line.notice_date, line.joins_date)


@dataclass(frozen=True)
class LotTotal:
    """How much of a lot all want together, how much of that binds, and how many trusts and schools want it."""

    lot: LotValue
    quantity: int = 0
    committed: int = 0
    trusts: int = 0
    schools: int = 0


@dataclass(frozen=True)
class TrustTotal:
    """What a trust wants of each lot, by the lot's id, for how many schools and from when at the earliest."""

    trust_id: int
    state: ParticipationState
    quantities: Mapping[int, int] = field(default_factory=dict)
    schools: int = 0
    first_date: date | None = None


@dataclass(frozen=True)
class MonthTotal:
    """What joins in a month, by the lot's id, and what has joined by its end. `month` is the month's first day."""

    month: date
    quantities: Mapping[int, int]
    together: Mapping[int, int]
    trusts: int


@dataclass(frozen=True)
class Totals:
    """The demand of a round: every lot, every trust that wants something, every month in which something joins."""

    lots: tuple[LotTotal, ...]
    trusts: tuple[TrustTotal, ...]
    months: tuple[MonthTotal, ...]

    def lot(self, lot_id: int) -> LotTotal:
        """That of one lot. Raises LookupError for a lot that is not of the round."""
        found = next((each for each in self.lots if each.lot.id == lot_id), None)
        if found is None:
            raise LookupError(f"no lot {lot_id} in these totals")
        return found


class Lacking(StrEnum):
    """What a trust has not done yet that a round waits for."""

    ANSWER = "answer"
    DEMAND = "demand"
    COMMITMENT = "commitment"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {
            "answer": "Invited, no answer",
            "demand": "No demand yet",
            "commitment": "Not committed yet",
        }[self.value]


@dataclass(frozen=True)
class Missing:
    """A trust that a round waits for."""

    trust_id: int
    lacking: Lacking
