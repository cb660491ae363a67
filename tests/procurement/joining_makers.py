"""Trusts that join a round, for tests. Each maker is called inside a transaction."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from app.kernel.actor import Actor
from app.kernel.unit_price import UnitPrice
from app.procurement.actions.joining import set_demand
from app.procurement.queries.participations import find_participation
from app.procurement.values import DemandTyped, ParticipationValue, RoundValue
from tests.clock import START

MARKED_SUPPLIER = "Quillwort Supplies"
MARKED_PRICE = UnitPrice(98_765)
MARKED_PRICE_WORDS = "£9.8765"
ENDS = date(2028, 3, 31)


def line(held: RoundValue, school_id: int | None, quantity: int, *, lot: int = 0, **now: Any) -> DemandTyped:
    """A school that wants so much of a lot, counted from 0, with what it has now."""
    return DemandTyped(held.lots[lot].id, school_id, quantity, **now)


def marked(held: RoundValue, school_id: int | None, quantity: int, *, lot: int = 0, **now: Any) -> DemandTyped:
    """The same, with a supplier and a price now that nobody else may see; its contract ends on 31 March 2028."""
    values = {
        "supplier": MARKED_SUPPLIER,
        "price": MARKED_PRICE,
        "contract_end_date": ENDS,
        "notice_date": ENDS - timedelta(days=90),
    }
    return line(held, school_id, quantity, lot=lot, **{**values, **now})


def want(held: RoundValue, actor: Actor, lines: Sequence[DemandTyped], *, at: datetime = START) -> ParticipationValue:
    """The actor's trust wants this of a round, whatever it wanted before."""
    before = find_participation(held.id, actor.trust)
    version = before.version if before else 0
    set_demand(reference=held.reference, lines=lines, version=version, actor=actor, at=at)
    found = find_participation(held.id, actor.trust)
    assert found is not None
    return found
