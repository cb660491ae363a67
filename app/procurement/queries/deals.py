"""Awarded deals: one, a trust's own, several in a batch, those open to a reader; and who may read which."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import selectinload

from app.kernel.actor import Actor
from app.kernel.cpv import division_of
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.unit_price import UnitPrice
from app.listings import queries as listings
from app.listings.values import ListingState, ListingValue
from app.procurement.models import CallOff, CallOffLine, Deal, DealLot, DealTrust, Round
from app.procurement.rules import deals as rules
from app.procurement.values import DEAL, CallOffState, DealAudience, DealLotValue, DealValue, Stage
from app.procurement.values.deals_read import DealFilter, DealListed, DealSort
from app.trusts import queries as trusts
from app.trusts.values import Permission, Region

FREE = UnitPrice(0)
STANDING = (CallOffState.ASKED, CallOffState.PLACED)


def get_deal(reference: str) -> DealValue:
    """A deal by the reference of its listing, that of the round it came of included. Raises NotFound.

    Who may read it is the caller's to ask (`check_may_read`).
    """
    return _one(listings.get_listing(reference))


def get_own_deal(trust_id: int, reference: str) -> DealValue:
    """A deal listed for itself by this trust, in whatever state. Raises NotFound for another's, and for a round's."""
    deal = _one(listings.get_own(trust_id, reference))
    if deal.is_of_round:
        raise NotFound(f"{reference} came of a round")
    return deal


def find_deal(listing_id: int) -> DealValue | None:
    """The deal of a listing, if it has one: a round has once it is open for call-off."""
    return deals_by_id([listing_id]).get(listing_id)


def deals_by_id(listing_ids: Iterable[int]) -> dict[int, DealValue]:
    """Deals by the id of their listing in one batch; what is no deal is missing from the answer."""
    return {each.id: each for each in _deals(listings.listings_by_id(listing_ids).values())}


def deals_by_reference(references: Iterable[str]) -> dict[str, DealValue]:
    """Deals listed for themselves by reference in one batch; what is none is missing from the answer."""
    found = [each for each in listings.listings_by_reference(references).values() if each.kind == DEAL]
    return {each.reference: each for each in _deals(found)}


def stage_of(deal: DealValue) -> Stage | None:
    """The stage of the round that a deal came of; None for one listed for itself."""
    if not deal.is_of_round:
        return None
    return session().scalar(select(Round.stage).where(Round.listing_id == deal.id))


def regions_of(trust_id: int, on: date) -> frozenset[Region]:
    """The regions in which a trust has schools on a day."""
    return frozenset(school.region for school in trusts.list_schools(trust_id, on) if school.region)


def may_read(deal: DealValue, actor: Actor | None) -> bool:
    """Whether somebody may read a deal listed for itself; the actor is None for a visitor.

    A draft is its procurement leads' alone, one that names trusts theirs and the named ones'.
    """
    trust_id = actor.trust_id if actor is not None else None
    if deal.listing.state is ListingState.DRAFT:
        return actor is not None and trust_id == deal.listing.trust_id and actor.may(Permission.RUN_PROCUREMENT)
    return deal.audience is not DealAudience.NAMED or trust_id in {deal.listing.trust_id, *deal.named}


def check_may_read(deal: DealValue, actor: Actor | None) -> None:
    """Raises NotFound for a deal that is not for somebody, or whose page is that of its round."""
    if deal.is_of_round or not may_read(deal, actor):
        raise NotFound(f"{deal.reference} is not for them")


def called_off_lots(lot_ids: Iterable[int]) -> frozenset[int]:
    """Which of some lots somebody called off, or waits to, in one batch."""
    query = select(CallOffLine.lot_id).join(CallOff, CallOff.id == CallOffLine.call_off_id)
    of_these = query.where(CallOffLine.lot_id.in_(set(lot_ids)), CallOff.state.in_(STANDING))
    return frozenset(session().scalars(of_these.distinct()))


def list_passed(on: date) -> list[str]:
    """The references of the published deals whose last day to call off was before a day, in order."""
    passed = session().scalars(select(Deal.listing_id).where(Deal.until_date < on)).all()
    found = sorted(listings.listings_by_id(passed).values(), key=lambda each: each.id)
    return [each.reference for each in found if each.kind == DEAL and each.state is ListingState.PUBLISHED]


def references_of_deals() -> list[str]:
    """The references of every published deal listed for itself, for the search to index."""
    return listings.references_of(DEAL)


def unseen_deals(actor: Actor | None) -> Select[int]:
    """What chooses the deals that are not for somebody: those that name other trusts than theirs. None is a visitor.

    The deal of a round names who committed to it; who finds the round is not its to say.
    """
    of_rounds = select(Round.listing_id)
    query = select(Deal.listing_id).where(Deal.audience == DealAudience.NAMED, Deal.listing_id.not_in(of_rounds))
    if actor is None or actor.trust_id is None:
        return query
    names_it = select(DealTrust.listing_id).where(DealTrust.trust_id == actor.trust_id)
    own = listings.own_ids(actor.trust_id, DEAL)
    return query.where(Deal.listing_id.not_in(names_it), Deal.listing_id.not_in(own))


def list_deals(
    actor: Actor | None,
    narrowed: DealFilter,
    *,
    on: date,
    sort: DealSort = DealSort.UNTIL,
    descending: bool = False,
) -> list[DealListed]:
    """Every deal open on a day that somebody may read, in an order that is total; None reads as a visitor.

    Rounds open for call-off are among them for the trusts that they name. Deals are few, so a list is paged by its
    reader.
    """
    found = [each for each in _open(actor, on) if _matches(each, narrowed)]
    owners = trusts.names(each.listing.trust_id for each in found)
    regions = regions_of(actor.trust, on) if actor is not None and actor.trust_id is not None else frozenset()
    rows = [DealListed(each, owners[each.listing.trust_id], _is_for(each, actor, regions)) for each in found]
    rows = [row for row in rows if row.is_for_reader or not narrowed.for_us]
    keys = {
        DealSort.UNTIL: lambda row: (row.deal.until_date is None, row.deal.until_date or on, row.deal.id),
        DealSort.TITLE: lambda row: (row.deal.listing.title.lower(), row.deal.id),
        DealSort.PUBLISHED: lambda row: (row.deal.listing.published_at, row.deal.id),
    }
    return sorted(rows, key=keys[sort], reverse=descending)


def _open(actor: Actor | None, on: date) -> list[DealValue]:
    trust_id = actor.trust_id if actor is not None else None
    query = select(Deal.listing_id).where(or_(Deal.until_date >= on, Deal.until_date.is_(None)))
    found = [each for each in deals_by_id(session().scalars(query)).values() if _is_shown(each, trust_id)]
    stages = _stages(each.id for each in found if each.is_of_round)
    return [each for each in found if rules.is_open(each, on=on, stage=stages.get(each.id))]


def _is_shown(deal: DealValue, trust_id: int | None) -> bool:
    if deal.listing.kind == DEAL and deal.audience is not DealAudience.NAMED:
        return True
    return trust_id in {deal.listing.trust_id, *deal.named}


def _stages(round_ids: Iterable[int]) -> dict[int, Stage | None]:
    query = select(Round.listing_id, Round.stage).where(Round.listing_id.in_(list(round_ids)))
    return {row.listing_id: row.stage for row in session().execute(query)}


def _is_for(deal: DealValue, actor: Actor | None, regions: frozenset[Region]) -> bool:
    return actor is not None and actor.trust_id is not None and rules.is_for(deal, actor.trust_id, regions)


def _matches(deal: DealValue, narrowed: DealFilter) -> bool:
    if narrowed.division and division_of(deal.cpv) != narrowed.division:
        return False
    if narrowed.purchase and deal.purchase is not narrowed.purchase:
        return False
    listing = deal.listing
    words = " ".join(
        [listing.title, listing.summary, listing.reference]
        + [part for lot in deal.lots for part in (lot.title, lot.supplier)]
    )
    return all(part in words.lower() for part in narrowed.text.lower().split())


def _one(listing: ListingValue) -> DealValue:
    found = _deals([listing])
    if not found:
        raise NotFound(f"{listing.reference} is no deal")
    return found[0]


def _deals(found: Iterable[ListingValue]) -> list[DealValue]:
    held = {each.id: each for each in found}
    query = select(Deal).where(Deal.listing_id.in_(held)).options(selectinload(Deal.lots))
    rows = session().scalars(query.order_by(Deal.listing_id).execution_options(populate_existing=True)).all()
    named: dict[int, set[int]] = {}
    for listing_id, trust_id in session().execute(_named(row.listing_id for row in rows)):
        named.setdefault(listing_id, set()).add(trust_id)
    return [_value(held[row.listing_id], row, frozenset(named.get(row.listing_id, ()))) for row in rows]


def _named(listing_ids: Iterable[int]) -> Select[int, int]:
    return select(DealTrust.listing_id, DealTrust.trust_id).where(DealTrust.listing_id.in_(list(listing_ids)))


def _value(listing: ListingValue, row: Deal, named: frozenset[int]) -> DealValue:
    return DealValue(
        listing=listing,
        cpv=row.cpv,
        purchase=row.purchase,
        awarded_by=row.awarded_by,
        award_date=row.award_date,
        until_date=row.until_date,
        last_date=row.last_date,
        audience=row.audience,
        named=named,
        lots=tuple(_lot(each) for each in row.lots),
    )


def _lot(row: DealLot) -> DealLotValue:
    return DealLotValue(
        id=row.id,
        position=row.position,
        title=row.title,
        description=row.description,
        unit=row.unit,
        per=row.per,
        supplier=row.supplier,
        price=FREE if row.price_hundredths is None else UnitPrice(row.price_hundredths),
        vat=row.vat,
        round_lot_id=row.round_lot_id,
    )
