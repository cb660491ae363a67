"""Drafting, changing, publishing and closing a listing: the part that every kind shares."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.references import new_reference
from app.listings import queries, rules
from app.listings.actions.flags import drop_flags
from app.listings.models import Closure, Listing, Publication
from app.listings.values import ClosedAs, ListingDraft, ListingFilter, ListingState, ListingValue
from app.search import actions as search
from app.trusts import queries as trusts


def draft_listing(*, kind: str, draft: ListingDraft, actor: Actor, at: datetime) -> ListingValue:
    """Begin a listing of a kind for the actor's trust. Raises Incomplete for a draft that has faults."""
    draft = tidy(draft)
    rules.check_complete(rules.draft_faults(draft))
    values = {**_columns(draft), "kind": kind, "trust_id": actor.trust, "version": 1, "created_at": at}
    reference = new_reference("LST")
    while not insert_or_ignore(Listing.__table__, {**values, "reference": reference, "changed_at": at}):  # type: ignore[arg-type]
        reference = new_reference("LST")
    audit.record(actor=actor, verb="listings.drafted", subject=reference, at=at, facts={"kind": kind})
    return queries.get_own(actor.trust, reference)


def change_listing(*, reference: str, draft: ListingDraft, version: int, actor: Actor, at: datetime) -> ListingValue:
    """Change the shared part of a listing of the actor's trust; a published one stays complete.

    `version` is the one that the person had before them. Raises NotFound, WrongState, Incomplete,
    or Outdated where somebody else changed it meanwhile.
    """
    listing, draft = queries.get_own(actor.trust, reference), tidy(draft)
    rules.check_can_change(listing.state)
    is_draft = listing.state is ListingState.DRAFT
    rules.check_complete(rules.draft_faults(draft) if is_draft else rules.publishing_faults(draft))
    _move(listing, version, _columns(draft), at)
    audit.record(actor=actor, verb="listings.changed", subject=reference, at=at, facts={"version": version + 1})
    if not is_draft:
        _note_change(listing, at)
    return queries.get_own(actor.trust, reference)


def publish_listing(*, reference: str, actor: Actor, at: datetime) -> ListingValue:
    """Offer a draft of the actor's trust to every trust. Raises NotFound, WrongState, Incomplete or Outdated."""
    listing = queries.get_own(actor.trust, reference)
    rules.check_can_publish(listing.state)
    rules.check_can_offer(trusts.get_trust(actor.trust))
    rules.check_complete(rules.publishing_faults(draft_of(listing)))
    _move(listing, listing.version, {}, at)
    session().add(Publication(listing_id=listing.id, published_at=at, person_id=actor.person_id))
    session().flush()
    audit.record(actor=actor, verb="listings.published", subject=reference, at=at)
    _note_change(listing, at)
    return queries.get_own(actor.trust, reference)


def close_listing(*, reference: str, actor: Actor, at: datetime, closed_as: ClosedAs = ClosedAs.CLOSED) -> ListingValue:
    """Offer a listing no longer, for good; what was agreed on it stands. `closed_as` is why, in a word.

    Raises NotFound for another trust's, WrongState or Outdated.
    """
    listing = queries.get_own(actor.trust, reference)
    rules.check_can_close(listing.state)
    close_row(listing, closed_as, person_id=actor.person_id, at=at)
    audit.record(actor=actor, verb=f"listings.{closed_as.value}", subject=reference, at=at)
    return queries.get_own(actor.trust, reference)


def close_by_date(*, reference: str, at: datetime) -> ListingValue:
    """A published listing's closing date has passed: offer it no longer. Nobody does it, so any trust's.

    Raises NotFound, WrongState for one that is not published, or Outdated.
    """
    listing = queries.get_listing(reference)
    rules.check_is_published(listing.state)
    close_row(listing, ClosedAs.DATE_PASSED, person_id=None, at=at)
    verb, concerns = f"listings.{ClosedAs.DATE_PASSED.value}", [listing.trust_id]
    audit.record(actor=None, verb=verb, subject=reference, at=at, concerns=concerns)
    return queries.get_listing(reference)


def close_row(listing: ListingValue, closed_as: ClosedAs, *, person_id: int | None, at: datetime) -> None:
    """Note that a listing is closed and have the search drop it; the caller asked whether it may be, and records it."""
    _move(listing, listing.version, {}, at)
    session().add(Closure(listing_id=listing.id, closed_at=at, person_id=person_id, closed_as=closed_as))
    session().flush()
    drop_flags(listing.id)
    _note_change(listing, at)


def note_trust(*, trust_id: int, at: datetime) -> int:
    """A trust is not what it was: have the search look again at all it offers; returns how many listings that is."""
    offered = queries.list_own(trust_id, ListingFilter(state=ListingState.PUBLISHED), most=None)
    for listing in offered:
        _note_change(listing, at)
    return len(offered)


def tidy(draft: ListingDraft) -> ListingDraft:
    """What was typed, with the spaces around it trimmed and line ends made the same."""
    return ListingDraft(
        title=" ".join(draft.title.split()),
        summary=" ".join(draft.summary.split()),
        description=draft.description.replace("\r\n", "\n").strip(),
        category=draft.category,
        phases=draft.phases,
        regions=draft.regions,
    )


def draft_of(listing: ListingValue) -> ListingDraft:
    """The shared part of a listing as it would be typed."""
    return ListingDraft(
        title=listing.title,
        summary=listing.summary,
        description=listing.description,
        category=listing.category,
        phases=frozenset(listing.phases),
        regions=frozenset(listing.regions),
    )


def _columns(draft: ListingDraft) -> dict[str, Any]:
    return {
        "title": draft.title,
        "summary": draft.summary,
        "description": draft.description,
        "category": draft.category,
        "phases": sorted(phase.value for phase in draft.phases),
        "regions": sorted(region.value for region in draft.regions),
    }


def _move(listing: ListingValue, version: int, values: dict[str, Any], at: datetime) -> None:
    """Change the row if nobody has since `version`: whoever is second is told."""
    moved = session().execute(
        update(Listing)
        .where(Listing.id == listing.id, Listing.version == version)
        .values(version=version + 1, changed_at=at, **values)
        .execution_options(synchronize_session=False)
    )
    if not getattr(moved, "rowcount", 0):
        raise rules.Outdated


def _note_change(listing: ListingValue, at: datetime) -> None:
    search.note_change(reference=listing.reference, kind=listing.kind, at=at)
