"""A run as the page of its course shows it: when and where, how full, at what price, on what terms."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.cpd import rules
from app.cpd.rules.runs_prices import early_until
from app.cpd.rules.runs_words import band_text, left_text
from app.cpd.values import CourseValue, Particulars, RunValue, Tier
from app.kernel.clock import london_date
from app.kernel.money import Money
from app.kernel.vat import VatTreatment, rate_on, vat_on


@dataclass(frozen=True)
class Standing:
    """How the trust of whoever looks stands to the provider; someone not signed in stands as any other trust."""

    is_own: bool = False
    is_partner: bool = False


@dataclass(frozen=True)
class PriceShown:
    """What a place costs whoever looks, today, without VAT and with it; `until` is the last day of an early price."""

    tier: Tier
    net: Money
    gross: Money
    until: date | None


@dataclass(frozen=True)
class RunShown:
    """One run. `bands` are (when, per cent, what that is of the price shown)."""

    run: RunValue
    state: str
    left: str
    is_full: bool
    price: PriceShown | None
    bands: tuple[tuple[str, int, Money | None], ...]


def shown(course: CourseValue, runs: Iterable[RunValue], standing: Standing, at: datetime) -> list[RunShown]:
    """Runs as they stand at a moment, in the same order."""
    return [_shown(course.particulars, each, standing, at) for each in runs]


def _shown(particulars: Particulars, run: RunValue, standing: Standing, at: datetime) -> RunShown:
    price = _price(particulars, run, standing, london_date(at)) if run.is_open(at) else None
    left = run.left_at(at)
    return RunShown(run, _state(run, at), left_text(left), left <= 0, price, _bands(particulars, run, price, at))


def _state(run: RunValue, at: datetime) -> str:
    """What has become of a run in a word or two; nothing for one that is still open."""
    if run.cancellation is not None:
        return "Cancelled"
    if run.is_over(at):
        return "Over"
    return "Under way" if not run.is_open(at) else ""


def _price(particulars: Particulars, run: RunValue, standing: Standing, today: date) -> PriceShown | None:
    prices = particulars.prices
    if prices.other is None and not prices.is_free:
        return None
    tier, net = rules.find_tier(
        prices, is_own=standing.is_own, is_partner=standing.is_partner, start=run.start_date, on=today
    )
    rate = rate_on(particulars.vat_treatment or VatTreatment.OUTSIDE_SCOPE, run.end_date)
    until = early_until(prices, run.start_date) if tier is Tier.EARLY else None
    return PriceShown(tier, net, net + vat_on(net, rate), until)


def _bands(
    particulars: Particulars, run: RunValue, price: PriceShown | None, at: datetime
) -> tuple[tuple[str, int, Money | None], ...]:
    today = london_date(at)
    return tuple(
        (band_text(each, today), each.band.percent, rules.part_of(price.net, each.band.percent) if price else None)
        for each in rules.band_days(particulars.bands, run.next_date(at))
        if each.last >= today and (each.first is None or each.first <= each.last)
    )
