"""The rows of a deal: what was typed as columns, its lots and whom it names."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, func, select, update

from app.kernel.database import insert_or_ignore, session
from app.procurement.models import DealLot, DealTrust
from app.procurement.values import DealLotTyped, DealLotValue, DealTyped, DealValue

AS_TYPED = ("cpv", "purchase", "awarded_by", "award_date", "until_date", "last_date", "audience")
LOT_AS_TYPED = ("title", "description", "unit", "per", "supplier", "vat")


def deal_columns(typed: DealTyped) -> dict[str, Any]:
    """The row of a deal."""
    return {**{name: getattr(typed, name) for name in AS_TYPED}, "awarded_by": " ".join(typed.awarded_by.split())}


def lot_columns(typed: DealLotTyped) -> dict[str, Any]:
    """The row of a lot, its price in hundredths of a penny."""
    price = None if typed.price is None else typed.price.hundredths
    return {**{name: getattr(typed, name) for name in LOT_AS_TYPED}, "price_hundredths": price}


def add_lot_row(listing_id: int, typed: DealLotTyped, *, round_lot_id: int | None = None) -> int:
    """Put a lot after the others of a deal; returns its id."""
    last = session().scalar(select(func.max(DealLot.position)).where(DealLot.listing_id == listing_id)) or 0
    row = DealLot(listing_id=listing_id, position=last + 1, round_lot_id=round_lot_id, **lot_columns(typed))
    session().add(row)
    session().flush()
    return row.id


def change_lot_row(lot_id: int, typed: DealLotTyped) -> None:
    """Write a lot as it was typed."""
    row = update(DealLot).where(DealLot.id == lot_id).values(**lot_columns(typed))
    session().execute(row.execution_options(synchronize_session=False))


def remove_lot_row(lot: DealLotValue, listing_id: int) -> None:
    """Take a lot out; those after it move up."""
    session().execute(delete(DealLot).where(DealLot.id == lot.id))
    after = select(DealLot).where(DealLot.listing_id == listing_id, DealLot.position > lot.position)
    for row in session().scalars(after.order_by(DealLot.position)).all():
        row.position -= 1
        session().flush()


def name_rows(listing_id: int, trust_ids: Iterable[int]) -> list[int]:
    """Name trusts in a deal; returns those that were not named before, in order."""
    table = DealTrust.__table__
    return [
        each
        for each in sorted(set(trust_ids))
        if insert_or_ignore(table, {"listing_id": listing_id, "trust_id": each})  # type: ignore[arg-type]
    ]


def unname_row(listing_id: int, trust_id: int) -> bool:
    """Name a trust no longer; returns whether it was."""
    gone = delete(DealTrust).where(DealTrust.listing_id == listing_id, DealTrust.trust_id == trust_id)
    return bool(getattr(session().execute(gone), "rowcount", 0))


def typed_of(deal: DealValue) -> DealTyped:
    """A deal as it would be typed, lots and named trusts included."""
    return DealTyped(
        **{name: getattr(deal, name) for name in AS_TYPED},
        named=deal.named,
        lots=tuple(
            DealLotTyped(**{name: getattr(lot, name) for name in LOT_AS_TYPED}, price=lot.price) for lot in deal.lots
        ),
    )
