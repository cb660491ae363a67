"""Awarded deals and call-offs for tests, on top of the world of rounds. Each maker is called inside a transaction."""

from datetime import date, datetime
from typing import Any

from app.approvals.values import PurchaseKind
from app.kernel.actor import Actor
from app.kernel.unit_price import UnitPrice
from app.kernel.vat import VatTreatment
from app.listings.values import ListingDraft
from app.procurement.actions.call_offs import place_call_off
from app.procurement.actions.deals import draft_deal, publish_deal
from app.procurement.queries.call_offs import calling_for
from app.procurement.queries.deals import get_deal
from app.procurement.values import DealAudience, DealLotTyped, DealTyped, DealValue, Per
from app.procurement.values.call_offs import CallOffTyped, Wanted
from tests.clock import START
from tests.procurement.makers import World
from tests.procurement.makers import shared as round_shared

LAPTOPS = "30213100-6"
UNTIL, LAST = date(2027, 8, 31), date(2029, 8, 31)
FIRST, END = date(2027, 1, 1), date(2027, 12, 31)
CARE = DealLotTyped("Device care", "Repairs within a day.", "device", Per.YEAR, "Aspen Care Ltd", UnitPrice(275_000))
BOOKS = DealLotTyped("Printed guides", "", "guide", Per.ONCE, "Birchwood Press", UnitPrice(41_000), VatTreatment.ZERO)


def shared(**changes: Any) -> ListingDraft:
    """The listing of a deal as its form gives it, with some of it changed."""
    values: dict[str, Any] = {
        "title": "Device care for schools",
        "summary": "Repairs of laptops and tablets, and guides for teachers, at the prices that we were awarded.",
        "description": "Collected from **each school**, and back within three working days.",
        "category": "classroom-devices",
    }
    return round_shared(**{**values, **changes})


def typed(**changes: Any) -> DealTyped:
    """A deal for anyone until August 2027, supplied until August 2029, in two lots, with some of it changed."""
    values: dict[str, Any] = {
        "cpv": LAPTOPS,
        "purchase": PurchaseKind.GOODS,
        "awarded_by": "Open procedure, notice 2026/S 000-012345",
        "award_date": date(2026, 10, 30),
        "until_date": UNTIL,
        "last_date": LAST,
        "audience": DealAudience.ALL,
        "lots": (CARE, BOOKS),
    }
    return DealTyped(**{**values, **changes})


def make_deal_draft(world: World, *, at: datetime = START, by: Actor | None = None, **changes: Any) -> DealValue:
    """A deal of the lead trust that is not published; changes named as particulars change those, others the listing."""
    own = {name: changes.pop(name) for name in list(changes) if hasattr(DealTyped(), name)}
    return get_deal(draft_deal(shared=shared(**changes), typed=typed(**own), actor=by or world.lead, at=at))


def make_deal(world: World, *, at: datetime = START, by: Actor | None = None, **changes: Any) -> DealValue:
    """A published deal of the lead trust, that any trust may call off."""
    held = make_deal_draft(world, at=at, by=by, **changes)
    publish_deal(reference=held.reference, actor=by or world.lead, at=at)
    return get_deal(held.reference)


def wants(deal: DealValue, *quantities: tuple[int, int | None, int], **changes: Any) -> CallOffTyped:
    """A call-off of a year, by (place of the lot from 0, school, quantity)."""
    wanted = tuple(Wanted(deal.lots[place].id, school, quantity) for place, school, quantity in quantities)
    return CallOffTyped(**{"start_date": FIRST, "end_date": END, "po_number": "PO 1", "wanted": wanted, **changes})


def call_off(
    deal: DealValue,
    actor: Actor,
    *quantities: tuple[int, int | None, int],
    at: datetime = START,
    token: str = "",
    **changes: Any,
) -> str:
    """Call off a deal for the actor's trust at the price as it is; returns the call-off's reference."""
    what = wants(deal, *quantities, **changes)
    seen = calling_for(trust_id=actor.trust, reference=deal.reference, typed=what, at=at).worked.seen
    token = token or f"{deal.id}-{quantities}-{changes}-{actor.trust}"
    return place_call_off(reference=deal.reference, typed=what, seen=seen, token=token, actor=actor, at=at)
