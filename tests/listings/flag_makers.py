"""Listings that are flagged and decided on, for tests."""

from datetime import datetime

from sqlalchemy import select, text

from app.audit import queries as audit
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.listings import actions, queries
from app.listings.values import FlagOutcome, FlagReason, ListingValue
from app.notifications.models import Notice

SUPPLY, PERSONAL = FlagReason.AGENCY_SUPPLY, FlagReason.PERSONAL_DATA
STANDS, TAKEN_DOWN = FlagOutcome.STANDS, FlagOutcome.TAKEN_DOWN
NAME = "Rosalind Vale"
SECOND = text(
    "INSERT INTO listing_flag (listing_id, reason, words, flagged_at, looked_at, person_id, outcome, note) "
    "VALUES (:listing, 'agency_supply', '[]', :at, :looked, :person, :outcome, '')"
)


def flag(listing: ListingValue, at: datetime, *words: str, reason: FlagReason = SUPPLY) -> bool:
    with transaction():
        return actions.flag_listing(reference=listing.reference, reason=reason, words=words, at=at)


def decide(
    listing: ListingValue, actor: Actor, at: datetime, outcome: FlagOutcome, note: str = "", place: int = 0
) -> None:
    with transaction():
        found = queries.flags_of([listing.id])[listing.id][place]
        version = queries.get_listing(listing.reference).version
        actions.decide_flag(flag_id=found.id, outcome=outcome, note=note, version=version, actor=actor, at=at)


def told(person_id: int) -> list[Notice]:
    with transaction():
        rows = session().scalars(select(Notice).where(Notice.person_id == person_id).order_by(Notice.id))
        return list(rows)


def subjects(person_id: int) -> list[str]:
    return [notice.subject for notice in told(person_id)]


def verbs(listing: ListingValue) -> list[str]:
    with transaction():
        return [row.verb for row in audit.list_about(listing.trust_id, [listing.reference])]


def open_words(listing: ListingValue) -> list[tuple[str, ...]]:
    with transaction():
        return [each.words for each in queries.flags_of([listing.id]).get(listing.id, ()) if each.is_open]
