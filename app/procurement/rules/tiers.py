"""Price tiers: what a quantity reaches, what is missing to the next, and what a trust's joining does.

More never costs more a unit: tiers rise in what they ask and fall in price.
"""

from collections.abc import Iterable, Iterator, Sequence

from app.kernel.errors import Refused
from app.kernel.unit_price import UnitPrice
from app.procurement.values.joining import Demand
from app.procurement.values.rounds import LotTyped, LotValue, Tier, TierBasis
from app.procurement.values.tiers import JoiningEffect, LotStanding, Reached

MOST_TIERS = 8
MOST_COUNTED = 10_000_000_000_00


class TiersWrong(Refused):
    """Tiers of a lot that overlap, or of which a higher one costs more.

    Its field is that of a box of the row: `tier-0-from` or `tier-0-price` for the first.
    """


def tier_faults(typed: LotTyped) -> list[TiersWrong]:
    """All that is wrong with the tiers of a lot as typed; none for a lot that has none."""
    faults = [fault for place, tier in enumerate(typed.tiers) for fault in _alone(place, tier, typed.guide_price)]
    if len(typed.tiers) > MOST_TIERS:
        faults.append(TiersWrong(f"Enter {MOST_TIERS} tiers or fewer", field=f"tier-{MOST_TIERS}-from"))
    for place, (below, tier) in enumerate(zip(typed.tiers, typed.tiers[1:], strict=False), start=1):
        if tier.at_least <= below.at_least:
            faults.append(TiersWrong("Each tier must begin above the one before it", field=f"tier-{place}-from"))
        elif tier.price >= below.price:
            faults.append(
                TiersWrong(f"Enter a price below {below.price}, the tier before", field=f"tier-{place}-price")
            )
    return faults


def _alone(place: int, tier: Tier, guide: UnitPrice | None) -> Iterator[TiersWrong]:
    if not 0 < tier.at_least <= MOST_COUNTED:
        yield TiersWrong("Enter from how much on the tier holds, above 0", field=f"tier-{place}-from")
    if guide is not None and tier.price >= guide:
        yield TiersWrong(f"Enter a price below the guide price of {guide}", field=f"tier-{place}-price")


def counted_of(lot: LotValue, quantity: int) -> int:
    """What the tiers of a lot count of a quantity: itself, or its value at the guide price in pence."""
    return quantity if lot.basis is TierBasis.QUANTITY else lot.guide_price.times(quantity).pence


def reached_by(lot: LotValue, quantity: int) -> Reached:
    """Where a quantity stands among the tiers of a lot; from exactly what a tier asks on, it is reached."""
    counted = counted_of(lot, quantity)
    tiers = sorted(lot.tiers, key=lambda tier: tier.at_least)
    held = [tier for tier in tiers if tier.at_least <= counted]
    ahead = tiers[len(held)] if len(held) < len(tiers) else None
    return Reached(
        quantity=quantity,
        counted=counted,
        price=held[-1].price if held else lot.guide_price,
        tier=held[-1] if held else None,
        next=ahead,
        missing=ahead.at_least - counted if ahead else 0,
    )


def standing(lot: LotValue, demands: Iterable[Demand]) -> LotStanding:
    """Where a lot stands by what all want of it; demand for other lots is left aside."""
    own = [each for each in demands if each.lot_id == lot.id]
    committed = sum(each.quantity for each in own if each.is_committed)
    return LotStanding(lot, reached_by(lot, committed), reached_by(lot, sum(each.quantity for each in own)))


def joining_does(lot: LotValue, demands: Iterable[Demand], *, trust_id: int, quantity: int) -> JoiningEffect:
    """What a trust's joining with a quantity does, or what its staying does where it has joined: its own demand
    is taken out of what the others want first."""
    others = sum(each.quantity for each in demands if each.lot_id == lot.id and each.trust_id != trust_id)
    return JoiningEffect(
        lot=lot,
        quantity=quantity,
        alone=reached_by(lot, quantity),
        before=reached_by(lot, others),
        together=reached_by(lot, others + quantity),
    )


def newly_reached(lot: LotValue, quantity: int, told: Sequence[int]) -> list[Tier]:
    """The tiers that a quantity reaches and of which nobody was told yet, the lowest first."""
    counted = counted_of(lot, quantity)
    return [tier for tier in lot.tiers if tier.at_least <= counted and tier.at_least not in told]
