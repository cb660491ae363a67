"""The words of an order."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.clock import london_date
from app.kernel.money import Money
from app.services.values.prices import Offer, Terms, Working
from app.services.values.services import ServiceValue
from app.trusts.values import TrustValue


class OrderState(StrEnum):
    """Where an order stands."""

    AWAITING_APPROVAL = "awaiting_approval"
    AWAITING_PROVIDER = "awaiting_provider"
    AGREED = "agreed"
    APPROVAL_DECLINED = "approval_declined"
    PROVIDER_DECLINED = "provider_declined"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {
            "awaiting_approval": "Awaiting approval",
            "awaiting_provider": "Awaiting the provider",
            "agreed": "Agreed",
            "approval_declined": "Not approved",
            "provider_declined": "Declined by the provider",
            "withdrawn": "Withdrawn",
        }[self.value]

    @property
    def is_open(self) -> bool:
        """Whether someone has yet to answer."""
        return self in (OrderState.AWAITING_APPROVAL, OrderState.AWAITING_PROVIDER)


class Side(StrEnum):
    """Which of the two trusts of an order one is."""

    BOUGHT = "bought"
    SOLD = "sold"


@dataclass(frozen=True)
class Choice:
    """What a buyer chose on the order form."""

    school_ids: tuple[int, ...]
    start_date: date
    years: int
    po_number: str = ""
    note: str = ""


@dataclass(frozen=True)
class DraftValue:
    """A choice that a buyer has kept while they check it."""

    token: str
    listing_reference: str
    choice: Choice


@dataclass(frozen=True)
class Asking:
    """Everything that placing an order needs to know, as it is at this moment."""

    service: ServiceValue
    buyer: TrustValue
    provider: TrustValue
    choice: Choice
    offer: Offer


@dataclass(frozen=True)
class OrderValue:
    """An order as other floors and the pages read it: frozen from when it was placed."""

    reference: str
    listing_id: int
    title: str
    summary: str
    description: str
    provider_id: int
    buyer_id: int
    state: OrderState
    start_date: date
    end_date: date
    years: int
    po_number: str
    note: str
    terms: Terms
    vat_decided_by: int | None
    working: Working
    ordered_by: int
    ordered_at: datetime
    approval_reference: str | None
    sent_at: datetime | None
    answer_by_date: date | None
    agreement_reference: str | None
    reason: str = ""

    def side_of(self, trust_id: int) -> Side:
        """Which of its two trusts a trust is."""
        return Side.BOUGHT if trust_id == self.buyer_id else Side.SOLD


@dataclass(frozen=True)
class OrderLine:
    """One line of the orders list."""

    reference: str
    title: str
    other_trust_id: int
    other_trust: str
    state: OrderState
    start_date: date
    years: int
    schools: int
    year_net: Money
    whole_net: Money
    whole_gross: Money
    placed_at: datetime
    po_number: str = ""
    agreement_reference: str | None = None

    @property
    def placed_date(self) -> date:
        """The day in England on which it was placed, or received by the provider."""
        return london_date(self.placed_at)


@dataclass(frozen=True)
class OrderFilter:
    """What narrows a list of orders. `year` is the calendar year in which an accounting year of the start began."""

    side: Side
    state: OrderState | None = None
    text: str = ""
    year: int | None = None


class OrderSort(StrEnum):
    """What a list of orders may be ordered by."""

    PLACED = "placed"
    START = "start"
    TITLE = "title"
    VALUE = "value"
