"""What was called off from a deal, for its owner: how much by whom, nothing of what anybody pays."""

from sqlalchemy import func, select

from app.kernel.database import session
from app.procurement.models import CallOff, CallOffLine
from app.procurement.values import CallOffState, DealValue
from app.procurement.values.deals_read import Usage, UsageFilter, UsageSort
from app.trusts import queries as trusts


def list_usage(
    deal: DealValue, narrowed: UsageFilter, *, sort: UsageSort = UsageSort.TRUST, descending: bool = False
) -> list[Usage]:
    """How much of each lot each trust called off, in an order that is total. What waits or was cancelled is left out.

    For the owner of the deal; a row for each trust and lot, so a list is paged by its reader.
    """
    query = (
        select(
            CallOff.trust_id,
            CallOffLine.lot_id,
            func.sum(CallOffLine.quantity),
            func.count(CallOff.id.distinct()),
            func.min(CallOff.start_date),
            func.max(CallOff.end_date),
        )
        .join(CallOff, CallOff.id == CallOffLine.call_off_id)
        .where(CallOff.listing_id == deal.id, CallOff.state == CallOffState.PLACED)
        .group_by(CallOff.trust_id, CallOffLine.lot_id)
    )
    if narrowed.lot_id is not None:
        query = query.where(CallOffLine.lot_id == narrowed.lot_id)
    found = session().execute(query).all()
    names = trusts.names(row[0] for row in found)
    rows = [Usage(row[0], names[row[0]], row[1], int(row[2]), row[3], row[4], row[5]) for row in found]
    words = narrowed.text.lower().split()
    rows = [row for row in rows if all(word in row.trust.lower() for word in words)]
    places = {lot.id: lot.position for lot in deal.lots}
    keys = {
        UsageSort.TRUST: lambda row: (row.trust.lower(), row.trust_id, places[row.lot_id]),
        UsageSort.LOT: lambda row: (places[row.lot_id], row.trust.lower(), row.trust_id),
        UsageSort.QUANTITY: lambda row: (row.quantity, row.trust.lower(), row.trust_id, places[row.lot_id]),
    }
    return sorted(rows, key=keys[sort], reverse=descending)


def totals_by_lot(deal: DealValue) -> dict[int, int]:
    """How much of each lot was called off in all, by the lot's id; lots of which nobody called off are left out."""
    query = (
        select(CallOffLine.lot_id, func.sum(CallOffLine.quantity))
        .join(CallOff, CallOff.id == CallOffLine.call_off_id)
        .where(CallOff.listing_id == deal.id, CallOff.state == CallOffState.PLACED)
        .group_by(CallOffLine.lot_id)
    )
    return {lot_id: int(quantity) for lot_id, quantity in session().execute(query)}
