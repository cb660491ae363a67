"""What the operator of the site decides of a listing that was flagged to them."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update

from app.kernel.actor import Actor
from app.kernel.boards import news
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.listings import messages, queries, rules
from app.listings.actions.flags import lock_listing, record
from app.listings.actions.listings import close_row
from app.listings.models import ListingFlag
from app.listings.values import ClosedAs, FlagOutcome, FlagValue, ListingTakenDown, ListingValue


def decide_flag(
    *, flag_id: int, outcome: FlagOutcome, note: str, version: int, actor: Actor, at: datetime
) -> ListingValue:
    """Leave a flagged listing up, or take it down; its trust is told, with the note.

    `version` is that of the listing which the operator read. Raises NotFound for anybody but the operator, and
    AlreadyLooked, ChangedMeanwhile or NoteNeeded.
    """
    _check_operates(actor)
    flag, listing = _hold(flag_id)
    note = note.strip()
    rules.check_unchanged(listing.version, version)
    rules.check_decision(outcome, note)
    if outcome is FlagOutcome.TAKEN_DOWN:
        return take_down_listing(reference=listing.reference, note=note, actor=actor, at=at)
    return _leave_up(listing, flag, note, actor, at)


def take_down_listing(*, reference: str, note: str, actor: Actor, at: datetime) -> ListingValue:
    """Close a published listing of any trust, by the operator; what was agreed on it stands.

    Every flag that waits on it is decided so, and its trust is told, with the note and what it can do.
    Raises NotFound for anybody but the operator, WrongState or NoteNeeded.
    """
    _check_operates(actor)
    listing_id, note = lock_listing(reference), note.strip()
    listing = queries.get_listing(reference)
    rules.check_is_published(listing.state)
    rules.check_decision(FlagOutcome.TAKEN_DOWN, note)
    open_flags = [flag for flag in queries.flags_of([listing_id]).get(listing_id, ()) if flag.is_open]
    _look([flag.id for flag in open_flags], FlagOutcome.TAKEN_DOWN, note, actor, at)
    close_row(listing, ClosedAs.TAKEN_DOWN, person_id=actor.person_id, at=at)
    reasons = sorted(flag.reason.value for flag in open_flags)
    record(_for_the_site(actor, listing), "listings.taken_down", listing, at, {"reasons": reasons})
    messages.tell_taken_down(listing, note, at=at)
    news.tell(ListingTakenDown(listing.id, reference, listing.kind, listing.trust_id), at=at)
    return queries.get_listing(reference)


def _hold(flag_id: int) -> tuple[FlagValue, ListingValue]:
    """A flag that waits and its listing, held so that whoever is second is told."""
    flag = queries.find_flag(flag_id)
    if flag is not None:
        lock_listing(queries.listings_by_id([flag.listing_id])[flag.listing_id].reference)
        flag = queries.find_flag(flag_id)
    if flag is None or not flag.is_open:
        raise rules.AlreadyLooked
    return flag, queries.listings_by_id([flag.listing_id])[flag.listing_id]


def _leave_up(listing: ListingValue, flag: FlagValue, note: str, actor: Actor, at: datetime) -> ListingValue:
    _look([flag.id], FlagOutcome.STANDS, note, actor, at)
    record(_for_the_site(actor, listing), "listings.left_up", listing, at, {"reason": flag.reason.value})
    messages.tell_left_up(flag, listing, note, at=at)
    return listing


def _look(flag_ids: list[int], outcome: FlagOutcome, note: str, actor: Actor, at: datetime) -> None:
    still_open = (ListingFlag.id.in_(flag_ids), ListingFlag.looked_at.is_(None))
    looked = {"looked_at": at, "person_id": actor.person_id, "outcome": outcome, "note": note}
    session().execute(update(ListingFlag).where(*still_open).values(**looked))


def _check_operates(actor: Actor) -> None:
    if not actor.is_operator:
        raise NotFound("only the operator of the site decides of listings that were flagged")


def _for_the_site(actor: Actor, listing: ListingValue) -> Actor:
    """What the operator does to a trust's listing is nothing that another trust of theirs may read."""
    return actor if actor.trust_id == listing.trust_id else replace(actor, trust_id=None, permissions=frozenset())
