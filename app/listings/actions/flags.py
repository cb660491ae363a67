"""Flagging a listing to the operator of the site, and taking a flag back."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.listings import messages, queries, rules
from app.listings.models import Listing, ListingFlag
from app.listings.values import FlagReason, FlagValue, ListingValue


def flag_listing(
    *, reference: str, reason: FlagReason, words: tuple[str, ...], at: datetime, actor: Actor | None = None
) -> bool:
    """Have the operator look at a published listing; they are told. True where that is something new to look at.

    `words` are what was found in its text, in short. While the operator has not looked, the same reason only gets
    the words of now; words that they let stand before are not flagged again. `actor` is None for what the site
    finds by itself. Raises NotFound, or WrongState for a listing that is not published.
    """
    listing_id = lock_listing(reference)
    listing = queries.get_listing(reference)
    rules.check_is_published(listing.state)
    found, earlier = rules.kept_words(words), queries.flags_of([listing_id], reason=reason).get(listing_id, ())
    if rules.is_settled(found, earlier):
        _take_back(listing, reason, at, actor)
        return False
    before = next((flag for flag in earlier if flag.is_open), None)
    if before is None:
        _open(listing, reason, found, at, actor)
    elif before.words != found:
        _write(before.id, {"words": list(found)})
        record(actor, "listings.flagged", listing, at, {"reason": reason.value, "again": True})
    return before is None


def unflag_listing(*, reference: str, reason: FlagReason, at: datetime, actor: Actor | None = None) -> bool:
    """A listing no longer holds what it was flagged for: nobody has to look. True where somebody had to.

    Raises NotFound.
    """
    lock_listing(reference)
    return _take_back(queries.get_listing(reference), reason, at, actor)


def drop_flags(listing_id: int) -> None:
    """A listing is closed: nobody has to look at it, and the words that may name a person are kept no longer."""
    of_listing = ListingFlag.listing_id == listing_id
    session().execute(delete(ListingFlag).where(of_listing, ListingFlag.looked_at.is_(None)))
    personal = (of_listing, ListingFlag.reason == FlagReason.PERSONAL_DATA)
    session().execute(update(ListingFlag).where(*personal).values(words=[]))


def lock_listing(reference: str) -> int:
    """The id of any trust's listing, held so that flagging, deciding and closing go one after another."""
    listing_id = session().scalar(select(Listing.id).where(Listing.reference == reference).with_for_update())
    if listing_id is None:
        raise NotFound(f"no listing {reference}")
    return listing_id


def record(actor: Actor | None, verb: str, listing: ListingValue, at: datetime, facts: dict[str, Any]) -> None:
    """Put a deed about a listing on record, for its trust to read."""
    concerns = [listing.trust_id]
    audit.record(actor=actor, verb=verb, subject=listing.reference, at=at, concerns=concerns, facts=facts)


def _open(listing: ListingValue, reason: FlagReason, words: tuple[str, ...], at: datetime, actor: Actor | None) -> None:
    values = {"listing_id": listing.id, "reason": reason, "words": list(words), "flagged_at": at, "note": ""}
    insert_or_ignore(ListingFlag.__table__, values)  # type: ignore[arg-type]
    flag = _find_open(listing.id, reason)
    assert flag is not None
    record(actor, "listings.flagged", listing, at, {"reason": reason.value})
    messages.tell_flagged(flag, listing, at=at)


def _take_back(listing: ListingValue, reason: FlagReason, at: datetime, actor: Actor | None) -> bool:
    flag = _find_open(listing.id, reason)
    if flag is None:
        return False
    session().execute(delete(ListingFlag).where(ListingFlag.id == flag.id))
    record(actor, "listings.unflagged", listing, at, {"reason": reason.value})
    return True


def _find_open(listing_id: int, reason: FlagReason) -> FlagValue | None:
    flags = queries.flags_of([listing_id], reason=reason).get(listing_id, ())
    return next((flag for flag in flags if flag.is_open), None)


def _write(flag_id: int, values: dict[str, Any]) -> None:
    session().execute(update(ListingFlag).where(ListingFlag.id == flag_id).values(**values))
