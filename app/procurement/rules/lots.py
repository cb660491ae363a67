"""What a lot of a round needs: a name, a unit, a guide price, and tiers of which more never costs more."""

from collections.abc import Iterator, Sequence

from app.kernel.errors import Refused
from app.kernel.unit_price import UnitPrice
from app.procurement.rules.tiers import tier_faults
from app.procurement.values import LotTyped

LONGEST_TITLE = 100
LONGEST_DESCRIPTION = 4_000
LONGEST_UNIT = 30
DEAREST = UnitPrice(10_000_000_00)
"""A unit at £100,000: what costs more is bought as one of something larger."""


def lot_faults(typed: LotTyped) -> list[Refused]:
    """What is wrong with a lot even in a draft: no name, text too long, a price out of bounds, tiers that overlap."""
    return [*_texts(typed), *_prices(typed), *tier_faults(typed)]


def lots_missing(lots: Sequence[LotTyped]) -> list[Refused]:
    """What the lots still lack before others may read them: there is one, and each has a unit and a guide price."""
    if not lots:
        return [Refused("Add at least one lot", field="lots")]
    return [fault for lot in lots for fault in _missing(lot)]


def _texts(typed: LotTyped) -> Iterator[Refused]:
    if not typed.title:
        yield Refused("Enter what the lot is", field="title")
    for field, text, most in (
        ("title", typed.title, LONGEST_TITLE),
        ("description", typed.description, LONGEST_DESCRIPTION),
        ("unit", typed.unit, LONGEST_UNIT),
    ):
        if len(text) > most:
            yield Refused(f"Enter {most:,} characters or fewer", field=field)


def _prices(typed: LotTyped) -> Iterator[Refused]:
    if typed.guide_price is not None and not UnitPrice(0) < typed.guide_price <= DEAREST:
        yield Refused(f"Enter a guide price above £0 and at most {DEAREST}", field="guide_price")
    for place, tier in enumerate(typed.tiers):
        if tier.price <= UnitPrice(0):
            yield Refused("Enter a price above £0", field=f"tier-{place}-price")


def _missing(lot: LotTyped) -> Iterator[Refused]:
    if not lot.unit:
        yield Refused(f"Enter the unit of “{lot.title}”", field="lots")
    if lot.guide_price is None:
        yield Refused(f"Enter the guide price of “{lot.title}”", field="lots")
