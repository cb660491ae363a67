"""What the prices of a course must be to one another."""

from collections.abc import Iterable

from app.cpd.rules.places import MOST_PLACES
from app.cpd.values import Prices
from app.kernel.errors import Refused
from app.kernel.money import Money

MOST = Money(100_000_00)
MOST_EARLY_DAYS = 365
FEWEST_WHOLE_SCHOOL = 2
MOST_WHOLE_SCHOOL = MOST_PLACES
"""They are bought in one booking."""


def price_faults(prices: Prices) -> list[Refused]:
    """What is wrong with prices as they were typed, draft or not; empty where nothing is."""
    amounts = {name: getattr(prices, name) for name in ("other", "partner", "early", "whole_school")}
    typed = {name: amount for name, amount in amounts.items() if amount is not None}
    if prices.is_free and typed:
        return [Refused("A free course has no prices. Empty them, or choose that there is a price.", field="charged")]
    return [*_amounts_out_of_bounds(typed), *_numbers_out_of_bounds(prices), *_dearer(prices)]


def price_gaps(prices: Prices) -> Iterable[Refused]:
    """What the prices of a course that is not free still lack for places to be booked."""
    if prices.other is None:
        yield Refused("Enter the standard price of a place, or choose that the course is free", field="other")
    if prices.early is not None and prices.early_days is None:
        yield Refused("Enter how many days before the start the early price ends", field="early_days")
    if prices.early is None and prices.early_days is not None:
        yield Refused("Enter the early price, or empty its days", field="early")
    if prices.whole_school is not None and prices.whole_school_places is None:
        yield Refused("Enter how many places the whole-school price buys", field="whole_school_places")
    if prices.whole_school is None and prices.whole_school_places is not None:
        yield Refused("Enter the whole-school price, or empty its number of places", field="whole_school")


def _amounts_out_of_bounds(typed: dict[str, Money]) -> Iterable[Refused]:
    for field, amount in typed.items():
        if field == "partner" and not Money(0) <= amount <= MOST:
            yield Refused(f"Enter a price from £0.00 to {MOST}", field=field)
        elif field != "partner" and not Money(0) < amount <= MOST:
            yield Refused(f"Enter a price above £0.00 and up to {MOST}", field=field)


def _numbers_out_of_bounds(prices: Prices) -> Iterable[Refused]:
    if prices.early_days is not None and not 1 <= prices.early_days <= MOST_EARLY_DAYS:
        yield Refused(f"Enter days from 1 to {MOST_EARLY_DAYS}", field="early_days")
    places = prices.whole_school_places
    if places is not None and not FEWEST_WHOLE_SCHOOL <= places <= MOST_WHOLE_SCHOOL:
        yield Refused(f"Enter places from {FEWEST_WHOLE_SCHOOL} to {MOST_WHOLE_SCHOOL}", field="whole_school_places")


def _dearer(prices: Prices) -> Iterable[Refused]:
    if prices.other is None:
        return
    for field, amount, what in (("partner", prices.partner, "a partner"), ("early", prices.early, "an early")):
        if amount is not None and amount >= prices.other:
            yield Refused(f"Enter {what} price below the standard price of {prices.other}", field=field)
