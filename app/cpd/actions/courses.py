"""Drafting, changing, publishing, closing and copying a course."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update

from app.cpd.actions.courses_rows import course_columns, tidy
from app.cpd.models import Course
from app.cpd.queries.courses import get_own_course, has_run_to_come, vat_registered
from app.cpd.rules.courses import particulars_faults, publishing_faults
from app.cpd.values import KIND, Particulars
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import Refused
from app.listings import actions as listings
from app.listings import rules as listing_rules
from app.listings.values import ListingDraft, ListingState


def draft_course(*, shared: ListingDraft, particulars: Particulars, actor: Actor, at: datetime) -> str:
    """Begin a course of the actor's trust; returns its reference. Raises Incomplete with every fault."""
    particulars = tidy(particulars)
    listing_rules.check_complete(_draft_faults(shared, particulars))
    listing = listings.draft_listing(kind=KIND, draft=shared, actor=actor, at=at)
    session().add(Course(listing_id=listing.id, **course_columns(particulars, None, actor)))
    session().flush()
    return listing.reference


def change_course(
    *, reference: str, shared: ListingDraft, particulars: Particulars, version: int, actor: Actor, at: datetime
) -> None:
    """Change a course of the actor's trust; a published one stays complete. Bookings keep the terms they were made on.

    `version` is the one that the person had before them.
    Raises NotFound, WrongState, Incomplete with every fault, or Outdated.
    """
    course, particulars = get_own_course(actor.trust, reference), tidy(particulars)
    listing_rules.check_can_change(course.listing.state)
    if course.listing.state is ListingState.PUBLISHED:
        faults = _publishing_faults(shared, particulars, actor, at, has_run=True)
    else:
        faults = _draft_faults(shared, particulars)
    listing_rules.check_complete(faults)
    listings.change_listing(reference=reference, draft=shared, version=version, actor=actor, at=at)
    row = update(Course).where(Course.listing_id == course.listing.id)
    row = row.values(**course_columns(particulars, course, actor))
    session().execute(row.execution_options(synchronize_session=False))


def publish_course(*, reference: str, actor: Actor, at: datetime) -> None:
    """Offer a drafted course to every trust. Raises NotFound, WrongState, Outdated, or Incomplete with every fault.

    It needs at least one run that has neither begun nor been cancelled.
    """
    course = get_own_course(actor.trust, reference)
    listing_rules.check_can_publish(course.listing.state)
    shared, has_run = listings.draft_of(course.listing), has_run_to_come(course.listing.id, at)
    listing_rules.check_complete(_publishing_faults(shared, course.particulars, actor, at, has_run=has_run))
    listings.publish_listing(reference=reference, actor=actor, at=at)


def close_course(*, reference: str, actor: Actor, at: datetime) -> None:
    """Take no more bookings on a course; runs already booked stand. Raises NotFound, WrongState or Outdated."""
    get_own_course(actor.trust, reference)
    listings.close_listing(reference=reference, actor=actor, at=at)


def copy_course(*, reference: str, actor: Actor, at: datetime) -> str:
    """Begin a draft with everything that a course of the actor's trust says, and its materials; returns its reference.

    Its runs are not copied. Raises NotFound.
    """
    course = get_own_course(actor.trust, reference)
    shared = listings.draft_of(course.listing)
    shared = replace(shared, title=f"Copy of {shared.title}"[: listing_rules.LONGEST_TITLE])
    copied = draft_course(shared=shared, particulars=course.particulars, actor=actor, at=at)
    listings.copy_documents(from_reference=reference, to_reference=copied, actor=actor, at=at)
    return copied


def _draft_faults(shared: ListingDraft, particulars: Particulars) -> list[Refused]:
    return [*listing_rules.draft_faults(listings.tidy(shared)), *particulars_faults(particulars)]


def _publishing_faults(
    shared: ListingDraft, particulars: Particulars, actor: Actor, at: datetime, *, has_run: bool
) -> list[Refused]:
    registered = vat_registered(actor.trust, london_date(at))
    return [
        *listing_rules.publishing_faults(listings.tidy(shared)),
        *publishing_faults(particulars, vat_registered=registered, has_run=has_run),
    ]
