"""The lots of a deal, and the trusts that it names."""

from collections.abc import Collection, Mapping
from datetime import datetime

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.errors import NotFound, Refused
from app.listings import actions as listings
from app.listings import rules as listing_rules
from app.listings.values import ListingState
from app.procurement.actions.deals_rows import (
    add_lot_row,
    change_lot_row,
    name_rows,
    remove_lot_row,
    unname_row,
)
from app.procurement.actions.locks import lock_deal
from app.procurement.messages.deals import tell_named
from app.procurement.queries.deals import called_off_lots, get_own_deal
from app.procurement.rules import deals as rules
from app.procurement.values import DealAudience, DealLotTyped, DealLotValue, DealValue
from app.search import actions as search
from app.trusts import queries as trusts
from app.trusts.values import TrustValue


def add_lot(*, reference: str, typed: DealLotTyped, version: int, actor: Actor, at: datetime) -> int:
    """Put a lot with a deal of the actor's trust; returns its id.

    `version` is that of the listing which the person had before them. Raises NotFound, WrongState, Outdated,
    Incomplete with every fault, or Refused for one too many.
    """
    deal, typed = _held(reference, actor), rules.tidy_lot(typed)
    rules.check_can_add_lot(len(deal.lots))
    listing_rules.check_complete(rules.lot_faults(typed))
    lot_id = add_lot_row(deal.id, typed)
    _note(deal, version, actor, at)
    return lot_id


def change_lot(*, reference: str, lot_id: int, typed: DealLotTyped, version: int, actor: Actor, at: datetime) -> None:
    """Change a lot of a deal of the actor's trust; what was called off keeps the price as it stood.

    Raises NotFound, WrongState, Outdated, Incomplete with every fault, or LotFixed.
    """
    deal, typed = _held(reference, actor), rules.tidy_lot(typed)
    lot = lot_of(deal, lot_id)
    listing_rules.check_complete(rules.lot_faults(typed))
    rules.check_lot_change(lot, typed, is_called_off=bool(called_off_lots([lot_id])))
    change_lot_row(lot_id, typed)
    _note(deal, version, actor, at)


def remove_lot(*, reference: str, lot_id: int, actor: Actor, at: datetime) -> None:
    """Take a lot out of a deal of the actor's trust. Raises NotFound, WrongState or LotFixed."""
    deal = _held(reference, actor)
    lot = lot_of(deal, lot_id)
    rules.check_can_remove_lot(
        lots=len(deal.lots), is_called_off=bool(called_off_lots([lot_id])), state=deal.listing.state
    )
    remove_lot_row(lot, deal.id)
    _note(deal, deal.listing.version, actor, at)


def name_trusts(*, reference: str, trust_ids: Collection[int], actor: Actor, at: datetime) -> int:
    """Name trusts that may call off a deal of the actor's trust; of a published one they are told.

    Returns how many were not named before. Raises NotFound, WrongState, or Refused for none, a closed trust, the
    actor's own, or too many.
    """
    deal = _held(reference, actor)
    _check_can_name(deal, trusts.trusts_by_id(trust_ids), actor.trust)
    added = name_rows(deal.id, trust_ids)
    for trust_id in added:
        _record("deal_named", deal, trust_id, actor, at)
    if deal.listing.state is ListingState.PUBLISHED and deal.audience is DealAudience.NAMED:
        tell_named(deal, added, at=at)
    return len(added)


def unname_trust(*, reference: str, trust_id: int, actor: Actor, at: datetime) -> None:
    """Name a trust no longer; what it called off stands. Raises NotFound, WrongState, or Refused for the last one."""
    deal = _held(reference, actor)
    is_last = deal.named == {trust_id} and deal.audience is DealAudience.NAMED
    if is_last and deal.listing.state is not ListingState.DRAFT:
        raise Refused("A published deal that names trusts needs at least one. Name another first, or close the deal.")
    if not unname_row(deal.id, trust_id):
        raise NotFound(f"{reference} does not name trust {trust_id}")
    _record("deal_unnamed", deal, trust_id, actor, at)


def _check_can_name(deal: DealValue, found: Mapping[int, TrustValue], own: int) -> None:
    if not found:
        raise Refused("Choose at least one trust", field="trusts")
    if own in found:
        raise Refused("Your own trust may always call off its deals.", field="trusts")
    for trust in found.values():
        if not trust.is_open:
            raise Refused(f"{trust.name} is closed on the register.", field="trusts")
    if len(deal.named | set(found)) > rules.MOST_NAMED:
        raise Refused(f"A deal can name {rules.MOST_NAMED} trusts. Let any trust call it off instead.", field="trusts")


def lot_of(deal: DealValue, lot_id: int) -> DealLotValue:
    """A lot of a deal. Raises NotFound for another deal's."""
    found = next((lot for lot in deal.lots if lot.id == lot_id), None)
    if found is None:
        raise NotFound(f"no lot {lot_id} of {deal.reference}")
    return found


def _held(reference: str, actor: Actor) -> DealValue:
    """A deal of the actor's trust that may still change, held and read as it now is."""
    lock_deal(get_own_deal(actor.trust, reference).id)
    deal = get_own_deal(actor.trust, reference)
    listing_rules.check_can_change(deal.listing.state)
    return deal


def _note(deal: DealValue, version: int, actor: Actor, at: datetime) -> None:
    """The listing counts the change, against two who undo one another, and the search looks again."""
    same = listings.draft_of(deal.listing)
    listings.change_listing(reference=deal.reference, draft=same, version=version, actor=actor, at=at)


def _record(verb: str, deal: DealValue, trust_id: int, actor: Actor, at: datetime) -> None:
    audit.record(actor=actor, verb=f"procurement.{verb}", subject=deal.reference, at=at, facts={"trust": trust_id})
    if deal.listing.state is ListingState.PUBLISHED:
        search.note_change(reference=deal.reference, kind=deal.listing.kind, at=at)
