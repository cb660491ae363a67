"""The words of a traded service: its price, the order, the agreement."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings.values import ListingValue
from app.trusts.values import Phase

NOTHING = Money(0)


class PriceBasis(StrEnum):
    """What the price of a year depends on."""

    PER_SCHOOL = "per_school"
    PER_PUPIL = "per_pupil"

    @property
    def label(self) -> str:
        """As it reads beside a radio button."""
        return {"per_school": "Fixed price a year for each school", "per_pupil": "Price per pupil a year"}[self.value]


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
class Price:
    """What one school pays for one year, without VAT: a base and, per pupil, a rate."""

    basis: PriceBasis
    base: Money
    per_pupil: Money = NOTHING

    @property
    def phrase(self) -> str:
        """The price in a line: "£4.50 per pupil a year plus £250.00 for each school"."""
        if self.basis is PriceBasis.PER_SCHOOL:
            return f"{self.base} a year for each school"
        return f"{self.per_pupil} per pupil a year" + (f" plus {self.base} for each school" if self.base else "")


@dataclass(frozen=True)
class Terms:
    """What is the same for every school of an order: the price, its VAT and how to end it."""

    price: Price
    vat_treatment: VatTreatment
    vat_reason: str
    notice_months: int


@dataclass(frozen=True)
class SchoolAsked:
    """A school that the price is worked out for; `roll` is None where the register has none."""

    id: int
    name: str
    phase: Phase
    roll: int | None


@dataclass(frozen=True)
class SchoolPrice:
    """The working for one school and one year."""

    school_id: int
    name: str
    phase: Phase
    roll: int | None
    base: Money
    per_pupil: Money
    net: Money
    vat: Money

    @property
    def pupils(self) -> Money:
        """The part of the price that depends on the roll."""
        return self.net - self.base

    @property
    def gross(self) -> Money:
        """With VAT."""
        return self.net + self.vat


@dataclass(frozen=True)
class Working:
    """The price of an order with its full working. `vat_rate` is in hundredths of a per cent."""

    lines: tuple[SchoolPrice, ...]
    vat_treatment: VatTreatment
    vat_rate: int
    years: int

    @property
    def net(self) -> Money:
        """A year for all schools, without VAT."""
        return Money.total(line.net for line in self.lines)

    @property
    def vat(self) -> Money:
        """VAT on a year, worked out per school."""
        return Money.total(line.vat for line in self.lines)

    @property
    def gross(self) -> Money:
        """A year for all schools, with VAT."""
        return self.net + self.vat

    @property
    def whole_net(self) -> Money:
        """The whole life without VAT."""
        return self.net * self.years

    @property
    def whole_vat(self) -> Money:
        """VAT over the whole life, at the rate of the first day."""
        return self.vat * self.years

    @property
    def whole_gross(self) -> Money:
        """The whole life with VAT, at the rate of the first day."""
        return self.gross * self.years

    @property
    def vat_label(self) -> str:
        """The treatment and its rate: "Standard rate, 20%"."""
        return rate_label(self.vat_treatment, self.vat_rate)


@dataclass(frozen=True)
class ServiceValue:
    """A service: its listing and what is particular to services. In a draft the price or terms may be missing."""

    listing: ListingValue
    price: Price | None
    vat_treatment: VatTreatment | None
    vat_reason: str
    notice_months: int | None

    @property
    def reference(self) -> str:
        """The listing's reference."""
        return self.listing.reference

    @property
    def terms(self) -> Terms:
        """The terms of a service that is complete. Raises LookupError for a draft that is not."""
        if self.price is None or self.vat_treatment is None or self.notice_months is None:
            raise LookupError(f"{self.reference} has no price yet")
        return Terms(self.price, self.vat_treatment, self.vat_reason, self.notice_months)

    @property
    def is_complete(self) -> bool:
        """Whether price, VAT and notice are all there."""
        return self.price is not None and self.vat_treatment is not None and self.notice_months is not None

    @property
    def price_line(self) -> str:
        """The price as a short phrase that says where VAT stands."""
        if self.price is None:
            return "No price yet"
        return self.price.phrase + vat_ending(self.vat_treatment)


@dataclass(frozen=True)
class Particulars:
    """What is particular to services in a listing as it is typed; in a draft any of it may be missing."""

    basis: PriceBasis | None = None
    base: Money | None = None
    per_pupil: Money | None = None
    vat_treatment: VatTreatment | None = None
    vat_reason: str = ""
    notice_months: int | None = None


@dataclass(frozen=True)
class Choice:
    """What a buyer chose on the order form."""

    school_ids: tuple[int, ...]
    start_date: date
    years: int
    po_number: str = ""
    note: str = ""


@dataclass(frozen=True)
class OrderValue:
    """An order as other floors and the pages read it: frozen from when it was placed."""

    reference: str
    listing_reference: str
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
    ordered_at: datetime
    po_number: str = ""
    agreement_reference: str | None = None


@dataclass(frozen=True)
class YearCharge:
    """The charge of one year of an agreement."""

    year: int
    charge_reference: str
    supply_date: date


@dataclass(frozen=True)
class AgreementValue:
    """An agreement: what both trusts hold to."""

    reference: str
    order: OrderValue
    start_date: date
    end_date: date
    agreed_at: datetime
    agreed_by: int
    charges: tuple[YearCharge, ...]


def rate_label(treatment: VatTreatment, rate: int) -> str:
    """A treatment with its rate, where it has one: "Standard rate, 20%"."""
    whole, part = divmod(rate, 100)
    figure = f"{whole}.{part:02d}".rstrip("0") if part else str(whole)
    return f"{treatment.label}, {figure}%" if rate else treatment.label


def vat_ending(treatment: VatTreatment | None) -> str:
    """How a price phrase ends, by its VAT treatment."""
    if treatment is None:
        return ""
    endings: Mapping[VatTreatment, str] = {
        VatTreatment.STANDARD: ", plus VAT",
        VatTreatment.REDUCED: ", plus VAT at the reduced rate",
        VatTreatment.ZERO: ", zero-rated for VAT",
        VatTreatment.EXEMPT: ", exempt from VAT",
        VatTreatment.OUTSIDE_SCOPE: ", outside the scope of VAT",
    }
    return endings[treatment]
