"""Rounds: one, a trust's own, several in a batch; whom they invite, who takes part, and who may read which."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.kernel.unit_price import UnitPrice
from app.listings import queries as listings
from app.listings.values import ClosedAs, ListingValue
from app.procurement.models import Invitation, Lot, Participation, Round
from app.procurement.values import (
    ROUND,
    Joining,
    LotValue,
    ParticipationState,
    Reading,
    RoundValue,
    Tier,
    Timetable,
)
from app.trusts import queries as trusts
from app.trusts.values import Permission

FREE = UnitPrice(0)


def get_round(reference: str) -> RoundValue:
    """A round in whatever state. Raises NotFound. Who may read it is the caller's to ask (`check_may_read`)."""
    return _rounds([_of_kind(listings.get_listing(reference))])[0]


def get_own_round(trust_id: int, reference: str) -> RoundValue:
    """A round that this trust leads, in whatever state. Raises NotFound for another's."""
    return _rounds([_of_kind(listings.get_own(trust_id, reference))])[0]


def rounds_by_reference(references: Iterable[str]) -> dict[str, RoundValue]:
    """Rounds by reference in one batch; what does not exist or is of another kind is missing from the answer."""
    found = [each for each in listings.listings_by_reference(references).values() if each.kind == ROUND]
    return {each.reference: each for each in _rounds(found)}


def rounds_by_id(round_ids: Iterable[int]) -> dict[int, RoundValue]:
    """Rounds by the id of their listing in one batch; what is no round is missing from the answer."""
    found = [each for each in listings.listings_by_id(round_ids).values() if each.kind == ROUND]
    return {each.id: each for each in _rounds(found)}


def invited_ids(round_id: int) -> list[int]:
    """The trusts that the lead invited, the one invited first at the top."""
    query = select(Invitation.trust_id).where(Invitation.listing_id == round_id)
    return list(session().scalars(query.order_by(Invitation.invited_at, Invitation.trust_id)))


def participant_ids(round_id: int) -> list[int]:
    """The trusts that take part, the lead among them, the one that came first at the top; not those that left."""
    query = select(Participation.trust_id).where(
        Participation.listing_id == round_id, Participation.state != ParticipationState.WITHDRAWN
    )
    return list(session().scalars(query.order_by(Participation.joined_at, Participation.id)))


def reading_of(held: RoundValue, actor: Actor | None) -> Reading:
    """How somebody stands to a round; the actor is None for a visitor."""
    if actor is None or actor.trust_id is None:
        return Reading.VISITOR
    if actor.trust_id == held.lead_id:
        return Reading.LEAD if actor.may(Permission.RUN_PROCUREMENT) else Reading.PARTICIPANT
    if actor.trust_id in participant_ids(held.id):
        return Reading.PARTICIPANT
    return Reading.INVITED if actor.trust_id in invited_ids(held.id) else Reading.OTHER_TRUST


def check_may_read(held: RoundValue, actor: Actor | None) -> Reading:
    """How somebody stands to a round that they may read.

    A draft is its procurement leads' alone; one by invitation the invited's and the participants'; one that the
    operator took down its participants'. Raises NotFound for all others.
    """
    reading = reading_of(held, actor)
    if reading < _least(held):
        raise NotFound(f"{held.reference} is not for them")
    return reading


def is_open_to(held: RoundValue, trust_id: int, on: date) -> bool:
    """Whether a trust is one of those that may join a round, by what its lead chose; whether they still may is the
    stage's to say."""
    if held.joining is Joining.INVITATION:
        return trust_id == held.lead_id or trust_id in invited_ids(held.id)
    if held.joining is Joining.OPEN or trust_id == held.lead_id or held.listing.is_all_england:
        return True
    return any(school.region in held.listing.regions for school in trusts.list_schools(trust_id, on))


def _least(held: RoundValue) -> Reading:
    """The least that somebody must be to a round to read it."""
    if held.stage is None:
        return Reading.LEAD
    if held.listing.closed_as is ClosedAs.TAKEN_DOWN:
        return Reading.PARTICIPANT
    return Reading.INVITED if held.joining is Joining.INVITATION else Reading.VISITOR


def _of_kind(listing: ListingValue) -> ListingValue:
    if listing.kind != ROUND:
        raise NotFound(f"{listing.reference} is no round")
    return listing


def _rounds(found: list[ListingValue]) -> list[RoundValue]:
    query = select(Round).where(Round.listing_id.in_([each.id for each in found]))
    query = query.options(selectinload(Round.lots).selectinload(Lot.tiers))
    rows = {row.listing_id: row for row in session().scalars(query.execution_options(populate_existing=True))}
    return [_value(each, rows[each.id]) for each in found]


def _value(listing: ListingValue, row: Round) -> RoundValue:
    return RoundValue(
        listing=listing,
        cpv=row.cpv,
        purchase=row.purchase,
        route=row.route,
        framework=row.framework,
        framework_note=row.framework_note,
        start_date=row.start_date,
        months=row.months,
        extension_months=row.extension_months,
        timetable=_timetable(row),
        joining=row.joining,
        late_fee=Money(row.late_fee_pence),
        terms=row.terms,
        stage=row.stage,
        stage_at=row.stage_at,
        lots=tuple(_lot(each) for each in row.lots),
    )


def _timetable(row: Round) -> Timetable:
    return Timetable(
        interest_by=row.interest_by_date,
        intention_by=row.intention_by_date,
        commit_by=row.commit_by_date,
        withdraw_by=row.withdraw_by_date,
        notice=row.notice_date,
        tenders_by=row.tenders_by_date,
        award_by=row.award_by_date,
    )


def _lot(row: Lot) -> LotValue:
    return LotValue(
        id=row.id,
        position=row.position,
        title=row.title,
        description=row.description,
        unit=row.unit,
        per=row.per,
        guide_price=FREE if row.guide_hundredths is None else UnitPrice(row.guide_hundredths),
        vat=row.vat,
        basis=row.basis,
        tiers=tuple(Tier(each.at_least, UnitPrice(each.price_hundredths)) for each in row.tiers),
    )
