"""Who won the lots of a round."""

from sqlalchemy import select

from app.kernel.database import session
from app.kernel.unit_price import UnitPrice
from app.procurement.models import Award, Lot
from app.procurement.values import AwardValue, RoundValue


def awards_of(found: RoundValue) -> list[AwardValue]:
    """What the lead recorded of the lots of a round, in their order; lots without an award are left out."""
    query = select(Award).join(Lot, Lot.id == Award.lot_id).where(Lot.listing_id == found.id).order_by(Lot.position)
    return [_value(row) for row in session().scalars(query)]


def _value(row: Award) -> AwardValue:
    return AwardValue(
        lot_id=row.lot_id,
        supplier=row.supplier,
        price=UnitPrice(row.price_hundredths),
        award_date=row.award_date,
        note=row.note,
        recorded_by=row.recorded_by,
        recorded_at=row.recorded_at,
    )
