"""The words of recording an award by hand."""

from dataclasses import dataclass
from datetime import date

from app.kernel.unit_price import UnitPrice


@dataclass(frozen=True)
class AwardTyped:
    """Who won a lot, as it is typed: the price is of a unit, without VAT."""

    lot_id: int
    supplier: str = ""
    price: UnitPrice | None = None
    award_date: date | None = None
    note: str = ""
