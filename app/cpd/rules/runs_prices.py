"""The prices of a course as anyone reads them, and what of a run they depend on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from app.cpd.values import BookedBy, Particulars, Prices, Tier
from app.kernel.money import Money
from app.kernel.vat import VatTreatment, rate_on, vat_on

VAT_WORDS = {
    VatTreatment.STANDARD: ", plus VAT",
    VatTreatment.REDUCED: ", plus VAT at the reduced rate",
    VatTreatment.ZERO: ", zero-rated for VAT",
    VatTreatment.EXEMPT: ", exempt from VAT",
    VatTreatment.OUTSIDE_SCOPE: ", outside the scope of VAT",
}


@dataclass(frozen=True)
class PriceRow:
    """One price of a course: what it is for, without VAT and with it, and who has it or until when."""

    tier: Tier
    net: Money
    gross: Money
    note: str


def price_rows(particulars: Particulars, on: date) -> list[PriceRow]:
    """Every price of a course, the standard one first, with the VAT of a day; none where it is free or has no price."""
    prices, treatment = particulars.prices, particulars.vat_treatment or VatTreatment.OUTSIDE_SCOPE
    rate = rate_on(treatment, on)
    return [PriceRow(tier, net, net + vat_on(net, rate), note) for tier, net, note in _priced(prices)]


def price_line(particulars: Particulars) -> str:
    """The price as a short phrase that says where VAT stands: "£120.00 a place, plus VAT", "Free"."""
    prices = particulars.prices
    if prices.is_free:
        return "Free"
    if prices.other is None:
        return "No price yet"
    return f"{prices.other} {unit(particulars)}{vat_words(particulars.vat_treatment)}"


def unit(particulars: Particulars) -> str:
    """What the price is for."""
    return "a session" if particulars.booked_by is BookedBy.SESSION else "a place"


def vat_words(treatment: VatTreatment | None) -> str:
    """Where VAT stands beside a price without it."""
    return VAT_WORDS[treatment] if treatment else ""


def early_until(prices: Prices, start: date) -> date | None:
    """The last day on which a run that starts on a day can be booked at the early price; None where there is none."""
    if prices.early is None or prices.early_days is None:
        return None
    return start - timedelta(days=prices.early_days)


def _priced(prices: Prices) -> Iterable[tuple[Tier, Money, str]]:
    if prices.is_free:
        return
    if prices.other is not None:
        yield Tier.OTHER, prices.other, ""
    if prices.early is not None and prices.early_days is not None:
        days = "1 day" if prices.early_days == 1 else f"{prices.early_days} days"
        yield Tier.EARLY, prices.early, f"Booked {days} or more before it begins"
    if prices.partner is not None:
        yield Tier.PARTNER, prices.partner, "For the provider’s partner trusts"
    if prices.whole_school is not None and prices.whole_school_places is not None:
        most = prices.whole_school_places
        yield Tier.WHOLE_SCHOOL, prices.whole_school, f"Up to {most} places for people of one school, together"
