"""Drafting, changing, publishing, closing and copying an awarded deal, and the deal that a round becomes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import Refused
from app.listings import actions as listings
from app.listings import rules as listing_rules
from app.listings.values import ListingDraft, ListingState
from app.procurement.actions.call_offs_lapsing import lapse_waiting
from app.procurement.actions.deals_rows import add_lot_row, deal_columns, name_rows, typed_of
from app.procurement.actions.locks import lock_deal
from app.procurement.messages.deals import tell_named
from app.procurement.models import Deal
from app.procurement.queries.allowances import committed_trusts
from app.procurement.queries.deals import find_deal, get_deal, get_own_deal, list_passed
from app.procurement.queries.rounds import rounds_by_id
from app.procurement.rules import deals as rules
from app.procurement.rules.term import last_day
from app.procurement.values import (
    DEAL,
    AwardValue,
    DealAudience,
    DealLotTyped,
    DealTyped,
    DealValue,
    LotValue,
    RoundValue,
)

CLOSED = "The trust that listed the deal closed it."


def draft_deal(*, shared: ListingDraft, typed: DealTyped, actor: Actor, at: datetime) -> str:
    """Begin a deal of the actor's trust, with the lots and trusts that it comes with; returns its reference.

    Raises Incomplete with every fault.
    """
    lots = [rules.tidy_lot(each) for each in typed.lots]
    found = [*_draft_faults(shared, typed, at), *(fault for each in lots for fault in rules.lot_faults(each))]
    listing_rules.check_complete(found)
    listing = listings.draft_listing(kind=DEAL, draft=shared, actor=actor, at=at)
    session().add(Deal(listing_id=listing.id, **deal_columns(typed)))
    session().flush()
    for lot in lots:
        add_lot_row(listing.id, lot)
    name_rows(listing.id, typed.named - {actor.trust})
    return listing.reference


def change_deal(
    *, reference: str, shared: ListingDraft, typed: DealTyped, version: int, actor: Actor, at: datetime
) -> None:
    """Change a deal of the actor's trust; lots and named trusts have deeds of their own. A published one stays whole.

    `version` is the one that the person had before them. Raises NotFound, WrongState, Incomplete with every fault,
    or Outdated where somebody else changed it meanwhile.
    """
    deal = get_own_deal(actor.trust, reference)
    lock_deal(deal.id)
    deal = get_own_deal(actor.trust, reference)
    listing_rules.check_can_change(deal.listing.state)
    if deal.listing.state is ListingState.PUBLISHED:
        listing_rules.check_complete(_publishing_faults(deal, shared, typed, at))
    else:
        listing_rules.check_complete(_draft_faults(shared, typed, at))
    listings.change_listing(reference=reference, draft=shared, version=version, actor=actor, at=at)
    row = update(Deal).where(Deal.listing_id == deal.id).values(**deal_columns(typed))
    session().execute(row.execution_options(synchronize_session=False))
    if deal.listing.state is ListingState.PUBLISHED and typed.audience is DealAudience.NAMED:
        tell_named(get_own_deal(actor.trust, reference), sorted(deal.named), at=at)


def publish_deal(*, reference: str, actor: Actor, at: datetime) -> None:
    """Show a drafted deal to those who may call it off; trusts that it names are told.

    Raises NotFound, WrongState, Outdated, or Incomplete with every fault.
    """
    deal = get_own_deal(actor.trust, reference)
    listing_rules.check_can_publish(deal.listing.state)
    listing_rules.check_complete(_publishing_faults(deal, listings.draft_of(deal.listing), typed_of(deal), at))
    listings.publish_listing(reference=reference, actor=actor, at=at)
    if deal.audience is DealAudience.NAMED:
        tell_named(deal, sorted(deal.named), at=at)


def close_deal(*, reference: str, actor: Actor, at: datetime) -> None:
    """Have nobody call a deal off any more, for good. What was called off stands; what waits for approval lapses.

    Raises NotFound, WrongState or Outdated.
    """
    deal = get_own_deal(actor.trust, reference)
    lock_deal(deal.id)
    listings.close_listing(reference=reference, actor=actor, at=at)
    lapse_waiting(deal_id=deal.id, reason=CLOSED, at=at)


def copy_deal(*, reference: str, actor: Actor, at: datetime) -> str:
    """Begin a draft with all that a deal of the actor's trust says but its days; returns its reference.

    Raises NotFound.
    """
    deal = get_own_deal(actor.trust, reference)
    shared = listings.draft_of(deal.listing)
    shared = replace(shared, title=f"Copy of {shared.title}"[: listing_rules.LONGEST_TITLE])
    typed = replace(typed_of(deal), award_date=None, until_date=None, last_date=None)
    copied = draft_deal(shared=shared, typed=typed, actor=actor, at=at)
    listings.copy_documents(from_reference=reference, to_reference=copied, actor=actor, at=at)
    return copied


def close_passed(at: datetime) -> int:
    """Close the published deals whose last day to call off is over; returns how many that were."""
    passed = list_passed(london_date(at))
    for reference in passed:
        lock_deal(get_deal(reference).id)
        closed = listings.close_by_date(reference=reference, at=at)
        lapse_waiting(deal_id=closed.id, reason="The last day to call off has passed.", at=at)
    return len(passed)


def deal_of_round(*, round_id: int, awards: Sequence[AwardValue], actor: Actor | None, at: datetime) -> DealValue:
    """Make the deal that a round was for, on the round's own listing, once its lots are awarded.

    The committed trusts may call it off, until the last day of the contract with every extension. A lot without an
    award is left out. `actor` is None where its day did it. Done twice it is once: the deal stands as it was made.
    Raises Refused where nothing was awarded.
    """
    made = find_deal(round_id)
    if made is not None:
        return made
    found, won = rounds_by_id([round_id])[round_id], {each.lot_id: each for each in awards}
    if not won:
        raise Refused("Record who won at least one lot before trusts can call off.")
    typed = _typed_of_round(found, awards)
    session().add(Deal(listing_id=found.id, **deal_columns(typed)))
    session().flush()
    for lot in found.lots:
        if lot.id in won:
            add_lot_row(found.id, _lot_of_round(lot, won[lot.id]), round_lot_id=lot.id)
    named = committed_trusts(found.id)
    name_rows(found.id, named)
    concerns = sorted({found.lead_id, *named})
    facts = {"lots": len(won), "trusts": len(named)}
    audit.record(
        actor=actor, verb="procurement.deal_made", subject=found.reference, at=at, concerns=concerns, facts=facts
    )
    deal = find_deal(found.id)
    assert deal is not None
    return deal


def _typed_of_round(found: RoundValue, awards: Sequence[AwardValue]) -> DealTyped:
    end = last_day(found)
    return DealTyped(
        cpv=found.cpv,
        purchase=found.purchase,
        awarded_by=f"Joint round {found.reference}",
        award_date=max(each.award_date for each in awards),
        until_date=end,
        last_date=end,
        audience=DealAudience.NAMED,
    )


def _lot_of_round(lot: LotValue, award: AwardValue) -> DealLotTyped:
    return DealLotTyped(lot.title, lot.description, lot.unit, lot.per, award.supplier, award.price, lot.vat)


def _draft_faults(shared: ListingDraft, typed: DealTyped, at: datetime) -> list[Refused]:
    faults = listing_rules.draft_faults(listings.tidy(shared))
    return [*faults, *rules.typed_faults(typed, today=london_date(at))]


def _publishing_faults(deal: DealValue, shared: ListingDraft, typed: DealTyped, at: datetime) -> list[Refused]:
    return [
        *listing_rules.publishing_faults(listings.tidy(shared)),
        *rules.publishing_faults(typed, lots=len(deal.lots), named=len(deal.named), today=london_date(at)),
    ]
