"""Drafting, changing, publishing, closing and copying an opportunity or an availability."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update

from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import Refused
from app.listings import actions as listings
from app.listings import rules as listing_rules
from app.listings.values import ClosedAs, ListingDraft, ListingState
from app.secondments.actions.adverts_rows import advert_columns, tidy, with_place
from app.secondments.models import Advert
from app.secondments.queries.adverts import get_own_advert, list_passed, may_be_lent
from app.secondments.rules.adverts import particulars_faults, publishing_faults
from app.secondments.values import Particulars
from app.trusts import queries as trusts


def draft_advert(*, kind: str, shared: ListingDraft, particulars: Particulars, actor: Actor, at: datetime) -> str:
    """Begin an advert of the actor's trust; returns its reference. Its category and region are worked out.

    Raises Incomplete with every fault.
    """
    particulars = tidy(kind, particulars)
    shared = with_place(shared, particulars, actor.trust)
    listing_rules.check_complete(_draft_faults(shared, particulars, actor))
    listing = listings.draft_listing(kind=kind, draft=shared, actor=actor, at=at)
    session().add(Advert(listing_id=listing.id, **advert_columns(particulars)))
    session().flush()
    return listing.reference


def change_advert(
    *, reference: str, shared: ListingDraft, particulars: Particulars, version: int, actor: Actor, at: datetime
) -> None:
    """Change an advert of the actor's trust; a published one stays complete.

    `version` is the one that the person had before them.
    Raises NotFound, WrongState, Incomplete with every fault, or Outdated.
    """
    advert = get_own_advert(actor.trust, reference)
    particulars = tidy(advert.kind, particulars)
    shared = with_place(shared, particulars, actor.trust)
    listing_rules.check_can_change(advert.listing.state)
    faults = _draft_faults(shared, particulars, actor)
    if advert.listing.state is ListingState.PUBLISHED:
        faults = _publishing_faults(advert.kind, shared, particulars, actor, at)
    listing_rules.check_complete(faults)
    listings.change_listing(reference=reference, draft=shared, version=version, actor=actor, at=at)
    row = update(Advert).where(Advert.listing_id == advert.listing.id).values(**advert_columns(particulars))
    session().execute(row.execution_options(synchronize_session=False))


def publish_advert(*, reference: str, actor: Actor, at: datetime) -> None:
    """Show a drafted advert to other trusts. Raises NotFound, WrongState, Outdated, or Incomplete with every fault."""
    advert = get_own_advert(actor.trust, reference)
    listing_rules.check_can_publish(advert.listing.state)
    shared = listings.draft_of(advert.listing)
    listing_rules.check_complete(_publishing_faults(advert.kind, shared, advert.particulars, actor, at))
    listings.publish_listing(reference=reference, actor=actor, at=at)


def close_advert(*, reference: str, actor: Actor, at: datetime, closed_as: ClosedAs = ClosedAs.CLOSED) -> None:
    """Show an advert no longer, for good; what was agreed on it stands. Raises NotFound, WrongState or Outdated."""
    get_own_advert(actor.trust, reference)
    listings.close_listing(reference=reference, actor=actor, at=at, closed_as=closed_as)


def copy_advert(*, reference: str, actor: Actor, at: datetime) -> str:
    """Begin a draft with everything that an advert of the actor's trust says; returns its reference. Raises NotFound.

    Its closing date is not copied.
    """
    advert = get_own_advert(actor.trust, reference)
    shared = listings.draft_of(advert.listing)
    shared = replace(shared, title=f"Copy of {shared.title}"[: listing_rules.LONGEST_TITLE])
    particulars = replace(advert.particulars, closing_date=None)
    return draft_advert(kind=advert.kind, shared=shared, particulars=particulars, actor=actor, at=at)


def close_passed(at: datetime) -> int:
    """Close the published adverts whose closing date is over; returns how many that were."""
    passed = list_passed(london_date(at))
    for reference in passed:
        listings.close_by_date(reference=reference, at=at)
    return len(passed)


def _draft_faults(shared: ListingDraft, particulars: Particulars, actor: Actor) -> list[Refused]:
    return [
        *listing_rules.draft_faults(listings.tidy(shared)),
        *particulars_faults(particulars),
        *_not_own(particulars, actor),
    ]


def _publishing_faults(
    kind: str, shared: ListingDraft, particulars: Particulars, actor: Actor, at: datetime
) -> list[Refused]:
    missing = listing_rules.publishing_faults(listings.tidy(shared))
    return [
        *(fault for fault in missing if fault.field not in WORKED_OUT),
        *publishing_faults(kind, particulars, today=london_date(at)),
        *_not_own(particulars, actor),
    ]


WORKED_OUT = ("category", "regions")


def _not_own(particulars: Particulars, actor: Actor) -> list[Refused]:
    """The school and the person are the trust's own."""
    found, school_id = [], particulars.school_id
    if school_id is not None:
        school = trusts.schools_by_id([school_id]).get(school_id)
        if school is None or school.trust_id != actor.trust:
            found.append(Refused("Choose one of your trust’s schools", field="school"))
    if particulars.secondee_id is not None and not may_be_lent(actor.trust, particulars.secondee_id):
        found.append(Refused("Choose one of your trust’s people", field="secondee"))
    return found
