"""Rounds as values alone, for tests of rules."""

from datetime import UTC, date, datetime
from typing import Any

from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.kernel.vat import VatTreatment
from app.listings.values import ListingState, ListingValue
from app.procurement.values import (
    Joining,
    LotValue,
    ParticipationState,
    Per,
    RoundValue,
    Stage,
    TierBasis,
    Timetable,
)
from app.trusts.values import Region

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
TODAY = date(2026, 11, 20)
STARTS = date(2027, 9, 1)
LAST = date(2031, 8, 31)
State = ParticipationState


def lot(lot_id: int) -> LotValue:
    free = UnitPrice(2_500)
    return LotValue(
        lot_id, lot_id, f"Lot {lot_id}", "", "kWh", Per.YEAR, free, VatTreatment.STANDARD, TierBasis.QUANTITY
    )


def a_round(stage: Stage | None = Stage.INTENTION, **changes: Any) -> RoundValue:
    listing = ListingValue(
        1, "LST-23456", "round", 1, "Power", "", "", "", (), (Region.LONDON,), ListingState.PUBLISHED, 1, AT, AT
    )
    values: dict[str, Any] = {
        "listing": listing,
        "cpv": "",
        "purchase": None,
        "route": None,
        "framework": "",
        "framework_note": "",
        "start_date": STARTS,
        "months": 36,
        "extension_months": 12,
        "timetable": Timetable(date(2026, 12, 11), date(2027, 1, 29), date(2027, 2, 26), date(2027, 3, 5)),
        "joining": Joining.OPEN,
        "late_fee": Money(0),
        "terms": "",
        "stage": stage,
        "stage_at": AT,
        "lots": (lot(1), lot(2)),
    }
    return RoundValue(**{**values, **changes})
