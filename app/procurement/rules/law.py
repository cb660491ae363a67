"""The law's arithmetic on a round: what everybody who wants it comes to over the whole contract, VAT in."""

from collections.abc import Iterable
from datetime import date

from app.approvals.rules import estimate, months_late
from app.approvals.values import Estimate, EstimatePart
from app.kernel.vat import rate_on
from app.procurement.values import Demand, Per, RoundValue


def estimate_of_demands(found: RoundValue, demands: Iterable[Demand], today: date) -> Estimate:
    """The estimated value of what is wanted of a round, at the guide prices: the most that it can come to.

    All schools of a trust that join in the same month make one line for each lot. VAT is at the rates in force when
    the contract starts, or those of today before anybody knows when.
    """
    wanted: dict[tuple[int, int, int], int] = {}
    for each in demands:
        late = months_late(found.start_date, each.joins_date) if found.start_date else 0
        key = (each.trust_id, each.lot_id, late)
        wanted[key] = wanted.get(key, 0) + each.quantity
    parts = [_part(found, key, quantity, found.start_date or today) for key, quantity in sorted(wanted.items())]
    return estimate(parts, months=found.months, extension_months=found.extension_months if found.months else 0)


def _part(found: RoundValue, key: tuple[int, int, int], quantity: int, on: date) -> EstimatePart:
    trust_id, lot_id, late = key
    lot = found.lot(lot_id)
    return EstimatePart(
        participant_id=trust_id,
        lot_id=lot_id,
        label=lot.name,
        quantity=quantity,
        unit_price=lot.guide_price,
        is_yearly=lot.per is Per.YEAR,
        vat_rate=rate_on(lot.vat, on),
        months_late=late,
    )
