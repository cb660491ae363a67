"""The words of a price and its working."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.kernel.money import Money
from app.kernel.vat import VatTreatment
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
    def whole_gross(self) -> Money:
        """The whole life with VAT, at the rate of the first day."""
        return self.gross * self.years

    @property
    def vat_label(self) -> str:
        """The treatment and its rate: "Standard rate, 20%"."""
        return rate_label(self.vat_treatment, self.vat_rate)


@dataclass(frozen=True)
class Offer:
    """What a buyer is shown before they order: the price with its working, and how long notice is."""

    working: Working
    notice_months: int


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
