"""The words of lists of deals, and of what was called off from one."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.approvals.values import PurchaseKind
from app.kernel.money import Money
from app.procurement.values.deals import DealValue


class DealSort(StrEnum):
    """What the list of deals may be ordered by."""

    UNTIL = "until"
    TITLE = "title"
    PUBLISHED = "published"


@dataclass(frozen=True)
class DealFilter:
    """What narrows the list of deals; nothing chosen shows all. `for_us` leaves those that one's trust may call off."""

    text: str = ""
    division: str | None = None
    purchase: PurchaseKind | None = None
    for_us: bool = False


@dataclass(frozen=True)
class DealListed:
    """A deal as a list shows it: whose it is, its suppliers, and whether the reader's trust may call it off."""

    deal: DealValue
    owner: str
    is_for_reader: bool

    @property
    def suppliers(self) -> tuple[str, ...]:
        """Each supplier once, in the order of the lots."""
        return tuple(dict.fromkeys(lot.supplier for lot in self.deal.lots))


class UsageSort(StrEnum):
    """What the list of what was called off from a deal may be ordered by."""

    TRUST = "trust"
    LOT = "lot"
    QUANTITY = "quantity"


@dataclass(frozen=True)
class UsageFilter:
    """What narrows what was called off from a deal; nothing chosen shows all."""

    text: str = ""
    lot_id: int | None = None


@dataclass(frozen=True)
class Usage:
    """How much of a lot a trust called off in how many call-offs, the first day of the first and the last of the last.

    Nothing of what it pays: that is its own.
    """

    trust_id: int
    trust: str
    lot_id: int
    quantity: int
    call_offs: int
    start_date: date
    end_date: date


@dataclass(frozen=True)
class Allowance:
    """What a trust may call off without being asked again: what its commitment allowed, less what it used of that.

    Amounts include VAT.
    """

    allowed: Money
    used: Money

    @property
    def left(self) -> Money:
        """What is left of it; never below zero."""
        return Money(max(0, self.allowed.pence - self.used.pence))
