"""The words of a service: its listing, and what is particular to services."""

from dataclasses import dataclass

from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings.values import ListingValue
from app.services.values.prices import NOTHING, Price, PriceBasis, Terms, vat_ending


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
class ServiceValue:
    """A service: its listing and what is particular to services. In a draft the price or terms may be missing."""

    listing: ListingValue
    particulars: Particulars
    vat_decided_by: int | None = None

    @property
    def reference(self) -> str:
        """The listing's reference."""
        return self.listing.reference

    @property
    def price(self) -> Price | None:
        """What a year costs, or None where a draft does not say yet."""
        typed = self.particulars
        if typed.basis is PriceBasis.PER_SCHOOL and typed.base is not None:
            return Price(typed.basis, typed.base)
        if typed.basis is PriceBasis.PER_PUPIL and typed.per_pupil is not None:
            return Price(typed.basis, typed.base or NOTHING, typed.per_pupil)
        return None

    @property
    def terms(self) -> Terms | None:
        """The terms that an order would be on, or None where a draft lacks some."""
        typed, price = self.particulars, self.price
        if price is None or typed.vat_treatment is None or typed.notice_months is None:
            return None
        return Terms(price, typed.vat_treatment, typed.vat_reason, typed.notice_months)

    @property
    def price_line(self) -> str:
        """The price as a short phrase that says where VAT stands."""
        if self.price is None:
            return "No price yet"
        return self.price.phrase + vat_ending(self.particulars.vat_treatment)
