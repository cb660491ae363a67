"""Drafting, changing, publishing, discarding and copying a round; its participants hear of each change."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select, update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import NotFound, Refused
from app.listings import actions as listings
from app.listings import rules as listing_rules
from app.listings.values import ListingDraft, ListingState
from app.procurement.actions.agreements import renew_agreement
from app.procurement.actions.locks import lock_round
from app.procurement.actions.rounds_rows import (
    move_joining,
    moved_on,
    round_columns,
    tidy,
    typed_of,
    write_invitations,
    write_lots,
    write_participation,
)
from app.procurement.actions.tiers import look_at_tiers
from app.procurement.messages.rounds import tell_changed, tell_invited
from app.procurement.models import DemandLine, Invitation, Lot, Participation, Round, StageMove
from app.procurement.queries.rounds import get_own_round, invited_ids
from app.procurement.rules import rounds as rules
from app.procurement.values import (
    ROUND,
    WANTING,
    LotTyped,
    RoundTyped,
    RoundValue,
    Stage,
    Timetable,
)
from app.trusts import queries as trusts


def draft_round(*, shared: ListingDraft, typed: RoundTyped, actor: Actor, at: datetime) -> str:
    """Begin a round of the actor's trust; returns its reference. Raises Incomplete with every fault, or NotFound.

    Trusts that it invites are told when it is published.
    """
    typed = tidy(typed)
    listing_rules.check_complete(_draft_faults(shared, typed, actor))
    listing = listings.draft_listing(kind=ROUND, draft=shared, actor=actor, at=at)
    session().add(Round(listing_id=listing.id, **round_columns(typed)))
    session().flush()
    write_lots(listing.id, [replace(each, id=None) for each in typed.lots])
    write_invitations(listing.id, typed.invited, at, None)
    return listing.reference


def change_round(
    *, reference: str, shared: ListingDraft, typed: RoundTyped, version: int, actor: Actor, at: datetime
) -> None:
    """Change a round of the actor's trust, its lots among it; a published one stays whole, and is told of.

    `typed.invited` is left aside: `invite` and `uninvite` are for that. `version` is the one that the person had
    before them. Raises NotFound, WrongState, Incomplete with every fault, or Outdated.
    """
    round_id = get_own_round(actor.trust, reference).id
    lock_round(round_id)
    held = get_own_round(actor.trust, reference)
    rules.check_can_change(held)
    before = typed_of(held, invited_ids(round_id))
    typed = replace(tidy(typed), invited=before.invited)
    _check_own_lots(held, typed.lots)
    listing_rules.check_complete(_change_faults(held, before, shared, typed, actor, at))
    listings.change_listing(reference=reference, draft=shared, version=version, actor=actor, at=at)
    session().execute(update(Round).where(Round.listing_id == round_id).values(**round_columns(typed)))
    if typed.lots != before.lots:
        write_lots(round_id, typed.lots, held.lots)
    if before.start_date and typed.start_date and typed.start_date != before.start_date:
        move_joining(round_id, before.start_date, typed.start_date)
    if held.stage is not None:
        _follow(get_own_round(actor.trust, reference), before, typed, actor, at)


def publish_round(*, reference: str, actor: Actor, at: datetime) -> None:
    """Open a drafted round for interest: the lead trust takes part from now on, and whom it invites is told.

    Raises NotFound, WrongState, Outdated, or Incomplete with every fault.
    """
    lock_round(get_own_round(actor.trust, reference).id)
    held = get_own_round(actor.trust, reference)
    listing_rules.check_can_publish(held.listing.state)
    invited = invited_ids(held.id)
    faults = _publishing_faults(listings.draft_of(held.listing), typed_of(held, invited), actor, at)
    listing_rules.check_complete(faults)
    listings.publish_listing(reference=reference, actor=actor, at=at)
    row = update(Round).where(Round.listing_id == held.id)
    session().execute(row.values(stage=Stage.INTEREST, stage_at=at))
    session().add(
        StageMove(listing_id=held.id, stage=Stage.INTEREST, moved_at=at, person_id=actor.person_id, reason="")
    )
    session().flush()
    write_participation(held.id, actor.trust, actor, at)
    session().execute(update(Invitation).where(Invitation.listing_id == held.id).values(told_at=at))
    tell_invited(get_own_round(actor.trust, reference), invited, at=at)


def discard_round(*, reference: str, actor: Actor, at: datetime) -> None:
    """Throw a draft of the actor's trust away. Raises NotFound, Outdated, or WrongState for a published round."""
    lock_round(get_own_round(actor.trust, reference).id)
    rules.check_can_discard(get_own_round(actor.trust, reference))
    listings.close_listing(reference=reference, actor=actor, at=at)


def copy_round(*, reference: str, actor: Actor, at: datetime) -> str:
    """Begin a draft that runs a round of the actor's trust again: as it was, every day a year later, or as many years
    as bring its first day to come; returns its reference. Raises NotFound.

    Its documents and the trusts that it invited come too, but for those that have closed.
    """
    held, today = get_own_round(actor.trust, reference), london_date(at)
    invited = {each.id for each in trusts.trusts_by_id(invited_ids(held.id)).values() if each.is_open}
    shared = listings.draft_of(held.listing)
    shared = replace(shared, title=f"Copy of {shared.title}"[: listing_rules.LONGEST_TITLE])
    copied = draft_round(shared=shared, typed=_next_year(typed_of(held, invited), today), actor=actor, at=at)
    listings.copy_documents(from_reference=reference, to_reference=copied, actor=actor, at=at)
    return copied


def _next_year(typed: RoundTyped, today: date) -> RoundTyped:
    days = vars(typed.timetable)
    first = min((day for day in (*days.values(), typed.start_date) if day), default=today)
    years = max(1, today.year - first.year)
    if moved_on(first, years) < today:
        years += 1
    moved = {name: day and moved_on(day, years) for name, day in days.items()}
    lots = tuple(replace(each, id=None) for each in typed.lots)
    starts = typed.start_date and moved_on(typed.start_date, years)
    return replace(typed, timetable=Timetable(**moved), start_date=starts, lots=lots)


def _follow(held: RoundValue, before: RoundTyped, typed: RoundTyped, actor: Actor, at: datetime) -> None:
    """What a change of a published round leads to: it is on record, and its participants hear of it."""
    changed = rules.what_changed(before, typed)
    if not changed:
        return
    facts = {"changed": changed, "version": held.listing.version}
    audit.record(actor=actor, verb="procurement.round_changed", subject=held.reference, at=at, facts=facts)
    tell_changed(held, changed, at=at)
    look_at_tiers(reference=held.reference, at=at)
    renew_agreement(held, actor=actor, at=at)


def _check_own_lots(held: RoundValue, lots: tuple[LotTyped, ...]) -> None:
    own = {lot.id for lot in held.lots}
    if any(lot.id is not None and lot.id not in own for lot in lots):
        raise NotFound(f"a lot is none of {held.reference}")


def _draft_faults(shared: ListingDraft, typed: RoundTyped, actor: Actor) -> list[Refused]:
    return [
        *listing_rules.draft_faults(listings.tidy(shared)),
        *rules.round_faults(typed, lead_id=actor.trust),
    ]


def _publishing_faults(shared: ListingDraft, typed: RoundTyped, actor: Actor, at: datetime) -> list[Refused]:
    return [
        *listing_rules.publishing_faults(listings.tidy(shared)),
        *rules.publishing_faults(typed, today=london_date(at), lead_id=actor.trust),
    ]


def _change_faults(
    held: RoundValue, before: RoundTyped, shared: ListingDraft, typed: RoundTyped, actor: Actor, at: datetime
) -> list[Refused]:
    if held.stage is None or held.listing.state is ListingState.DRAFT:
        return _draft_faults(shared, typed, actor)
    wanted, today = _wanted(held.id), london_date(at)
    return [
        *listing_rules.publishing_faults(listings.tidy(shared)),
        *rules.change_faults(before, typed, held.stage, wanted=wanted, today=today, lead_id=actor.trust),
    ]


def _wanted(round_id: int) -> set[int]:
    """The ids of the lots of a round that some trust wants."""
    query = (
        select(DemandLine.lot_id)
        .join(Lot, Lot.id == DemandLine.lot_id)
        .join(Participation, Participation.id == DemandLine.participation_id)
        .where(Lot.listing_id == round_id, Participation.state.in_(WANTING))
    )
    return set(session().scalars(query))
