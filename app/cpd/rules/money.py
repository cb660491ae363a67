"""What a place costs: its price, and what is left of that when it is given back or nobody comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.cpd.values import Band, Ending, Offer, Particulars, Prices, Tier
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.kernel.vat import VatTreatment, rate_on, vat_on
from app.kernel.working_days import is_working_day

NOTHING = Money(0)
MOST_NOTICE = 250


class NoPrice(Refused):
    """The course has no such price."""


@dataclass(frozen=True)
class BandDays:
    """A band of one run in days: cancelling from `first` (None: from now on) to `last`, both included."""

    band: Band
    first: date | None
    last: date


def working_days_before(day: date, start: date) -> int:
    """How many working days of England lie from a day, itself counted, to the day before the start.

    So Monday is one working day before Tuesday, and Saturday none before Monday. Zero on the day and after it.
    """
    notice = 0
    while day < start and notice < MOST_NOTICE:
        notice += is_working_day(day)
        day += timedelta(days=1)
    return notice


def deadline(start: date, notice: int) -> date:
    """The last day that still gives so many working days' notice of a start; the day itself for none."""
    day = start
    while notice > 0:
        day -= timedelta(days=1)
        notice -= is_working_day(day)
    return day


def percent_for(bands: Sequence[Band], notice: int) -> int:
    """What part of the price a cancellation costs, in per cent; nothing where no band says otherwise."""
    return next(
        (each.percent for each in bands if each.at_least <= notice and (each.up_to is None or notice <= each.up_to)), 0
    )


def part_of(price: Money, percent: int) -> Money:
    """A percentage of a price, half up to the penny."""
    return Money((price.pence * percent + 50) // 100)


def band_days(bands: Sequence[Band], start: date) -> list[BandDays]:
    """The bands of a run as days, most notice first; the last day of all is the day of the start."""
    found = []
    for band in sorted(bands, key=lambda each: -each.at_least):
        first = None if band.up_to is None else deadline(start, band.up_to + 1) + timedelta(days=1)
        found.append(BandDays(band, first, deadline(start, band.at_least)))
    return found


def find_tier(prices: Prices, *, is_own: bool, is_partner: bool, start: date, on: date) -> tuple[Tier, Money]:
    """The price of a place for a trust that books on a day a run that starts on another: the lowest it may have.

    Raises NoPrice for a course that is not free and has no standard price.
    """
    if is_own:
        return Tier.OWN, NOTHING
    if prices.is_free:
        return Tier.FREE, NOTHING
    found = []
    if is_partner and prices.partner is not None:
        found.append((Tier.PARTNER, prices.partner))
    if prices.early is not None and prices.early_days is not None and (start - on).days >= prices.early_days:
        found.append((Tier.EARLY, prices.early))
    if prices.other is not None:
        found.append((Tier.OTHER, prices.other))
    if not found:
        raise NoPrice("This course has no price yet. Ask its provider.")
    return min(found, key=lambda each: each[1].pence)


def work_out_offer(
    *,
    particulars: Particulars,
    count: int,
    sessions: int,
    is_own: bool,
    is_partner: bool,
    is_whole_school: bool,
    start: date,
    supply: date,
    on: date,
) -> Offer:
    """What so many places cost a trust that books on a day, and their VAT on the day of supply.

    `sessions` is 1 for the whole course, else how many sessions each place is for, each at the price.
    A whole-school price is shared out among the places to the penny. Raises NoPrice.
    """
    treatment = particulars.vat_treatment or VatTreatment.OUTSIDE_SCOPE
    prices = particulars.prices
    if is_whole_school and not is_own and not prices.is_free:
        check_whole_school(prices, count)
        assert prices.whole_school is not None
        tier, each = Tier.WHOLE_SCHOOL, tuple((prices.whole_school * sessions).share_out([1] * count))
    else:
        tier, price = find_tier(prices, is_own=is_own, is_partner=is_partner, start=start, on=on)
        each = (price * sessions,) * count
    rate = rate_on(treatment, supply)
    return Offer(
        tier=tier,
        each=each,
        vat_treatment=treatment,
        vat_reason=particulars.vat_reason,
        vat_rate=rate,
        vat=Money.total(vat_on(price, rate) for price in each),
    )


def check_whole_school(prices: Prices, count: int) -> None:
    """A whole-school price buys as many places as it says, or fewer. Raises NoPrice."""
    if prices.whole_school is None or prices.whole_school_places is None:
        raise NoPrice("This course has no whole-school price.", field="whole_school")
    if count > prices.whole_school_places:
        raise NoPrice(
            f"The whole-school price is for {prices.whole_school_places} places or fewer. "
            "Choose fewer people, or book without it.",
            field="whole_school",
        )


def owed_for(
    *,
    price: Money,
    why: Ending | None,
    fee: Money,
    is_waived: bool,
    is_no_show: bool,
    no_show_percent: int,
    is_run_cancelled: bool,
) -> Money:
    """What a booked place costs in the end, without VAT.

    `why` is how it ended, None while it stands. Nothing is owed for a run that its provider cancelled, for
    what the provider waived, or for a place that ended otherwise than by its buyer's cancellation.
    """
    if is_run_cancelled:
        return NOTHING
    if why is not None:
        return fee if why is Ending.CANCELLED and not is_waived else NOTHING
    if is_no_show:
        return NOTHING if is_waived else part_of(price, no_show_percent)
    return price
