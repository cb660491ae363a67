"""Where the lots of a round stand among their tiers, and what a trust's joining does."""

from collections.abc import Mapping

from sqlalchemy import select

from app.kernel.database import session
from app.procurement.models import TierTold
from app.procurement.queries.demand import demands_of
from app.procurement.rules.tiers import joining_does, standing
from app.procurement.values import JoiningEffect, LotStanding, RoundValue


def standings_of(found: RoundValue) -> list[LotStanding]:
    """Where each lot of a round stands, in their order: by what is committed, and by all that is intended besides."""
    demands = demands_of(found.id)
    return [standing(lot, demands) for lot in found.lots]


def effects_of(found: RoundValue, *, trust_id: int, quantities: Mapping[int, int]) -> list[JoiningEffect]:
    """What a trust's joining with quantities, by lot id, does to each of those lots; lots without one are left out."""
    demands = demands_of(found.id)
    return [
        joining_does(lot, demands, trust_id=trust_id, quantity=quantities[lot.id])
        for lot in found.lots
        if quantities.get(lot.id)
    ]


def own_quantities(found: RoundValue, trust_id: int) -> dict[int, int]:
    """How much of each lot a trust that joined wants, by lot id; empty where it wants nothing."""
    quantities: dict[int, int] = {}
    for each in demands_of(found.id):
        if each.trust_id == trust_id:
            quantities[each.lot_id] = quantities.get(each.lot_id, 0) + each.quantity
    return quantities


def tiers_told(found: RoundValue) -> dict[int, list[int]]:
    """Of which tiers participants were told, by lot id: from how much on each holds."""
    lots = [lot.id for lot in found.lots]
    query = select(TierTold.lot_id, TierTold.at_least).where(TierTold.lot_id.in_(lots))
    told: dict[int, list[int]] = {lot: [] for lot in lots}
    for lot_id, at_least in session().execute(query.order_by(TierTold.lot_id, TierTold.at_least)):
        told[lot_id].append(at_least)
    return told
