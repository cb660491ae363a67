"""What was typed about a round as the rows that keep it, and back; and the row of a trust that takes part."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, select, update

from app.approvals.values import BuyingRoute
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.references import new_reference
from app.procurement.models import DemandLine, Invitation, Lot, Participation, Tier, TierTold
from app.procurement.rules.demand import joins_from
from app.procurement.values import (
    DemandTyped,
    LotTyped,
    LotValue,
    ParticipationState,
    RoundTyped,
    RoundValue,
    Timetable,
)

ASIDE = 1_000
"""Added to the positions of lots while they change places: no two lots of a round may have the same."""


def tidy(typed: RoundTyped) -> RoundTyped:
    """What was typed, texts trimmed, without what its route has no place for, and each lot's tiers in order."""
    on_framework = typed.route is BuyingRoute.FRAMEWORK
    return replace(
        typed,
        framework=typed.framework if on_framework else "",
        framework_note=_line(typed.framework_note) if on_framework and not typed.framework else "",
        terms=_text(typed.terms),
        lots=tuple(tidy_lot(each) for each in typed.lots),
    )


def tidy_lot(typed: LotTyped) -> LotTyped:
    """A lot as it was typed, its texts trimmed. Tiers keep the order in which they were typed."""
    return replace(typed, title=_line(typed.title), unit=_line(typed.unit), description=_text(typed.description))


def typed_of(held: RoundValue, invited: Iterable[int] = ()) -> RoundTyped:
    """A round as it would be typed."""
    return RoundTyped(
        **{name: getattr(held, name) for name in AS_TYPED},
        framework=held.framework,
        timetable=held.timetable,
        late_fee=held.late_fee,
        lots=tuple(lot_typed_of(each) for each in held.lots),
        invited=frozenset(invited),
    )


def lot_typed_of(lot: LotValue) -> LotTyped:
    """A lot as it would be typed."""
    same = {name: getattr(lot, name) for name in LOT_AS_TYPED}
    return LotTyped(**same, guide_price=lot.guide_price or None, tiers=lot.tiers, id=lot.id)


def round_columns(typed: RoundTyped) -> dict[str, Any]:
    """The row of a round, but for its stage."""
    days = {f"{name}_date": getattr(typed.timetable, name) for name in vars(Timetable())}
    return {
        **{name: getattr(typed, name) for name in AS_TYPED},
        "framework": typed.framework,
        **days,
        "late_fee_pence": typed.late_fee.pence,
    }


def write_lots(round_id: int, lots: Sequence[LotTyped], before: Sequence[LotValue] = ()) -> None:
    """Have a round these lots and no others, in this order; of those that go nobody wants any.

    What trusts that left had wanted of a lot goes with it.
    """
    kept = {lot.id for lot in lots}
    if gone := [lot.id for lot in before if lot.id not in kept]:
        for table in (DemandLine, TierTold, Tier):
            session().execute(delete(table).where(table.lot_id.in_(gone)))
        session().execute(delete(Lot).where(Lot.id.in_(gone)))
    if before:
        session().execute(update(Lot).where(Lot.listing_id == round_id).values(position=Lot.position + ASIDE))
    for position, lot in enumerate(lots, start=1):
        _write_tiers(_write_lot(round_id, position, lot), lot)


def write_invitations(round_id: int, trust_ids: Iterable[int], at: datetime, told_at: datetime | None) -> list[int]:
    """Invite trusts; returns those that were not invited before."""
    same = {"listing_id": round_id, "invited_at": at, "told_at": told_at}
    table = Invitation.__table__
    return [each for each in sorted(trust_ids) if insert_or_ignore(table, {**same, "trust_id": each})]  # type: ignore[arg-type]


def move_joining(round_id: int, before: date, after: date) -> None:
    """Have those who join when the contract starts, or once they are free, do so by its new start; who typed another
    day keeps it."""
    query = select(DemandLine).join(Participation, Participation.id == DemandLine.participation_id)
    for row in session().scalars(query.where(Participation.listing_id == round_id)):
        bare = DemandTyped(row.lot_id, row.school_id, row.quantity, contract_end_date=row.contract_end_date)
        if row.joins_date == joins_from(before, bare):
            row.joins_date = joins_from(after, bare)
    session().flush()


def write_participation(round_id: int, trust_id: int, actor: Actor, at: datetime) -> bool:
    """Have a trust take part in a round, interested so far; False where it has a row already."""
    row = {"listing_id": round_id, "trust_id": trust_id, "state": ParticipationState.INTERESTED, "version": 1}
    row |= {"joined_by": actor.person_id, "joined_at": at, "changed_at": at}
    for _ in range(TRIES):
        if insert_or_ignore(Participation.__table__, {**row, "reference": new_reference("PRT")}):  # type: ignore[arg-type]
            return True
    return False


TRIES = 3
"""A reference that is taken already is a chance in millions; a row that is there stays."""
AS_TYPED = (
    *("cpv", "purchase", "route", "framework_note", "start_date", "months", "extension_months", "joining", "terms"),
)
LOT_AS_TYPED = ("title", "description", "unit", "per", "vat", "basis")


def moved_on(day: date, years: int) -> date:
    """The same day so many years later; 28 February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _write_lot(round_id: int, position: int, lot: LotTyped) -> int:
    values = {
        **{name: getattr(lot, name) for name in LOT_AS_TYPED},
        "position": position,
        "guide_hundredths": None if lot.guide_price is None else lot.guide_price.hundredths,
    }
    if lot.id is not None:
        session().execute(update(Lot).where(Lot.id == lot.id, Lot.listing_id == round_id).values(**values))
        return lot.id
    row = Lot(listing_id=round_id, **values)
    session().add(row)
    session().flush()
    return row.id


def _write_tiers(lot_id: int, lot: LotTyped) -> None:
    session().execute(delete(Tier).where(Tier.lot_id == lot_id))
    rows = [
        {"lot_id": lot_id, "at_least": each.at_least, "price_hundredths": each.price.hundredths} for each in lot.tiers
    ]
    if rows:
        session().execute(insert(Tier), rows)


def _line(typed: str) -> str:
    return " ".join(typed.split())


def _text(typed: str) -> str:
    return typed.replace("\r\n", "\n").strip()
