"""The words of a round: what is bought, in which lots, by which route and when, and who may join."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.approvals.values import BuyingRoute, PurchaseKind
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.kernel.vat import VatTreatment
from app.listings.values import ListingValue

ROUND = "round"


class Joining(StrEnum):
    """Who may join a round. What is not by invitation is published to everybody."""

    OPEN = "open"
    REGION = "region"
    INVITATION = "invitation"

    @property
    def label(self) -> str:
        """As it reads on a form and a page."""
        return {
            "open": "Any trust",
            "region": "Trusts with a school in the regions of the round",
            "invitation": "Only trusts that are invited",
        }[self.value]


class Per(StrEnum):
    """Whether a quantity is bought once, or in each year of the contract."""

    ONCE = "once"
    YEAR = "year"

    @property
    def label(self) -> str:
        """As it reads on a form."""
        return {"once": "Once", "year": "Each year"}[self.value]


class TierBasis(StrEnum):
    """What the tiers of a lot are reached by: how much of it all want together, or what that is worth."""

    QUANTITY = "quantity"
    VALUE = "value"

    @property
    def label(self) -> str:
        """As it reads on a form."""
        return {"quantity": "Total quantity", "value": "Total value at the guide price"}[self.value]


class Stage(StrEnum):
    """Where a published round stands, in the order in which it goes; abandoned is off the road."""

    INTEREST = "interest"
    INTENTION = "intention"
    COMMITMENT = "commitment"
    OUT_TO_BID = "out_to_bid"
    EVALUATION = "evaluation"
    STANDSTILL = "standstill"
    AWARDED = "awarded"
    CALL_OFF = "call_off"
    IN_CONTRACT = "in_contract"
    CLOSED = "closed"
    ABANDONED = "abandoned"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {
            "interest": "Open for interest",
            "intention": "Gathering demand",
            "commitment": "Open for commitment",
            "out_to_bid": "Out to bid",
            "evaluation": "Evaluation",
            "standstill": "Standstill",
            "awarded": "Awarded",
            "call_off": "Open for call-off",
            "in_contract": "In contract",
            "closed": "Closed",
            "abandoned": "Abandoned",
        }[self.value]

    @property
    def is_gathering(self) -> bool:
        """Whether participants are not fixed yet: trusts may join, change what they want, and leave."""
        return self in GATHERING

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen."""
        return self in {Stage.CLOSED, Stage.ABANDONED}


GATHERING = (Stage.INTEREST, Stage.INTENTION, Stage.COMMITMENT)


@dataclass(frozen=True)
class Tier:
    """From how much on a lot costs what a unit, without VAT.

    `at_least` is a quantity, or whole pence where the tiers of the lot are by value.
    """

    at_least: int
    price: UnitPrice


@dataclass(frozen=True)
class LotTyped:
    """A lot as it is typed. `unit` is one of what is bought ("kWh", "meal"); prices are without VAT.

    `guide_price` is the price of a unit with no tier reached. `id` is None for a lot that is new.
    """

    title: str = ""
    description: str = ""
    unit: str = ""
    per: Per = Per.ONCE
    guide_price: UnitPrice | None = None
    vat: VatTreatment = VatTreatment.STANDARD
    basis: TierBasis = TierBasis.QUANTITY
    tiers: tuple[Tier, ...] = ()
    id: int | None = None


@dataclass(frozen=True)
class LotValue:
    """A lot of a published or drafted round; `position` counts from 1. Tiers from the lowest on."""

    id: int
    position: int
    title: str
    description: str
    unit: str
    per: Per
    guide_price: UnitPrice
    vat: VatTreatment
    basis: TierBasis
    tiers: tuple[Tier, ...] = ()

    @property
    def name(self) -> str:
        """As it reads in a list."""
        return f"Lot {self.position}: {self.title}"


@dataclass(frozen=True)
class Timetable:
    """The days of a round, each included: interest may be shown on `interest_by` still.

    `withdraw_by` is the last day on which a trust that committed may leave at no cost; `notice` the day on which the
    procurement starts: the notice, the call to a framework's suppliers or the request for quotes goes out, and from
    which the law's thresholds are read.
    """

    interest_by: date | None = None
    intention_by: date | None = None
    commit_by: date | None = None
    withdraw_by: date | None = None
    notice: date | None = None
    tenders_by: date | None = None
    award_by: date | None = None


NO_DAYS = Timetable()
NO_FEE = Money(0)


@dataclass(frozen=True)
class RoundTyped:
    """What is particular to a round, as it is typed; in a draft any of it may be missing.

    `framework` is a code of `frameworks.py` where the route is a framework, `framework_note` names one that the list
    lacks. `months` is how long the contract runs without extensions, None while it is not known; `extension_months`
    what it may be extended by in all. `late_fee` is what leaving after the stated day costs, without VAT.
    `terms` are the lead trust's own words for the participation agreement. `invited` are ids of trusts.
    """

    cpv: str = ""
    purchase: PurchaseKind | None = None
    route: BuyingRoute | None = None
    framework: str = ""
    framework_note: str = ""
    start_date: date | None = None
    months: int | None = None
    extension_months: int = 0
    timetable: Timetable = NO_DAYS
    joining: Joining = Joining.OPEN
    late_fee: Money = NO_FEE
    terms: str = ""
    lots: tuple[LotTyped, ...] = ()
    invited: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class RoundValue:
    """A round as pages and rules read it. `stage` is None while it is a draft."""

    listing: ListingValue
    cpv: str
    purchase: PurchaseKind | None
    route: BuyingRoute | None
    framework: str
    framework_note: str
    start_date: date | None
    months: int | None
    extension_months: int
    timetable: Timetable
    joining: Joining
    late_fee: Money
    terms: str
    stage: Stage | None
    stage_at: datetime | None
    lots: tuple[LotValue, ...] = ()

    @property
    def id(self) -> int:
        """The id of its listing, which is the round's own."""
        return self.listing.id

    @property
    def reference(self) -> str:
        """LST-xxxxx, the listing's."""
        return self.listing.reference

    @property
    def lead_id(self) -> int:
        """The trust that runs it."""
        return self.listing.trust_id

    @property
    def title(self) -> str:
        """What it is called."""
        return self.listing.title

    @property
    def whole_months(self) -> int | None:
        """How long the contract may run with every extension; None where that is not known."""
        return None if self.months is None else self.months + self.extension_months

    def lot(self, lot_id: int) -> LotValue:
        """One of its lots. Raises LookupError for another round's."""
        found = next((each for each in self.lots if each.id == lot_id), None)
        if found is None:
            raise LookupError(f"no lot {lot_id} of {self.reference}")
        return found


@dataclass(frozen=True)
class StageMoveValue:
    """That a round moved: `person_id` is None where its day did it."""

    stage: Stage
    moved_at: datetime
    person_id: int | None
    reason: str = ""
