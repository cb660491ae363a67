"""The words of what is awarded: awards, deals that others may call off, call-offs."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.approvals.values import PurchaseKind
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.kernel.vat import VatTreatment
from app.listings.values import ListingValue
from app.procurement.values.rounds import Per

DEAL = "deal"


class DealAudience(StrEnum):
    """Who may call off a deal."""

    ALL = "all"
    REGION = "region"
    NAMED = "named"

    @property
    def label(self) -> str:
        """As it reads on a form and a page."""
        return {
            "all": "Any trust",
            "region": "Trusts with a school in the regions of the deal",
            "named": "Only the trusts it names",
        }[self.value]


class CallOffState(StrEnum):
    """Where a call-off stands."""

    ASKED = "asked"
    PLACED = "placed"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {
            "asked": "Waiting for approval",
            "placed": "Called off",
            "declined": "Declined",
            "cancelled": "Cancelled",
            "lapsed": "Not approved in time",
        }[self.value]


@dataclass(frozen=True)
class AwardValue:
    """What the lead recorded of a lot: who won it, at which price of a unit without VAT, decided when."""

    lot_id: int
    supplier: str
    price: UnitPrice
    award_date: date
    note: str
    recorded_by: int
    recorded_at: datetime


@dataclass(frozen=True)
class DealLotTyped:
    """A lot of a deal as it is typed."""

    title: str = ""
    description: str = ""
    unit: str = ""
    per: Per = Per.ONCE
    supplier: str = ""
    price: UnitPrice | None = None
    vat: VatTreatment = VatTreatment.STANDARD
    id: int | None = None


@dataclass(frozen=True)
class DealTyped:
    """What is particular to an awarded deal, as it is typed.

    `until_date` is the last day on which it may be called off, `last_date` the last on which what was called off may
    run. `awarded_by` says how it was awarded ("Open procedure, notice 2026/S 000-012345").
    """

    cpv: str = ""
    purchase: PurchaseKind | None = None
    awarded_by: str = ""
    award_date: date | None = None
    until_date: date | None = None
    last_date: date | None = None
    audience: DealAudience = DealAudience.ALL
    named: frozenset[int] = frozenset()
    lots: tuple[DealLotTyped, ...] = ()


@dataclass(frozen=True)
class DealLotValue:
    """A lot of a deal; `position` counts from 1, `round_lot_id` where it came of a round."""

    id: int
    position: int
    title: str
    description: str
    unit: str
    per: Per
    supplier: str
    price: UnitPrice
    vat: VatTreatment
    round_lot_id: int | None = None

    @property
    def name(self) -> str:
        """As it reads in a list."""
        return f"Lot {self.position}: {self.title}"


@dataclass(frozen=True)
class DealValue:
    """An awarded deal: listed for itself, or what came of a round, whose listing it then shares."""

    listing: ListingValue
    cpv: str
    purchase: PurchaseKind | None
    awarded_by: str
    award_date: date | None
    until_date: date | None
    last_date: date | None
    audience: DealAudience
    named: frozenset[int]
    lots: tuple[DealLotValue, ...] = ()

    @property
    def id(self) -> int:
        """The id of its listing, which is the deal's own."""
        return self.listing.id

    @property
    def reference(self) -> str:
        """LST-xxxxx, the listing's."""
        return self.listing.reference

    @property
    def is_of_round(self) -> bool:
        """Whether it came of a round here."""
        return self.listing.kind != DEAL


@dataclass(frozen=True)
class CallOffLine:
    """How much of a lot for which school (None: the trust's own office), at the price as it stood.

    `net` and `vat` are what it comes to over the whole term.
    """

    lot_id: int
    school_id: int | None
    quantity: int
    price: UnitPrice
    net: Money
    vat: Money


@dataclass(frozen=True)
class CallOffValue:
    """What a trust bought under a deal."""

    id: int
    reference: str
    deal_id: int
    trust_id: int
    state: CallOffState
    start_date: date
    end_date: date
    po_number: str
    net: Money
    gross: Money
    approval_reference: str | None
    asked_by: int
    asked_at: datetime
    placed_at: datetime | None
    lines: tuple[CallOffLine, ...] = ()
