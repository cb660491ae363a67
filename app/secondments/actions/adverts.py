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
from app.listings.values import ClosedAs, FlagReason, ListingDraft, ListingState
from app.secondments.actions.adverts_rows import advert_columns, tidy, with_place
from app.secondments.actions.locks import lock_secondee
from app.secondments.actions.matches import look_for_matches
from app.secondments.models import Advert
from app.secondments.queries.adverts import get_own_advert, list_passed, may_be_lent
from app.secondments.queries.adverts_read import findings_in, signs_in
from app.secondments.rules.adverts import particulars_faults, publishing_faults
from app.secondments.rules.anonymity import anonymity_faults, check_looked
from app.secondments.values import AdvertValue, Finding, Particulars
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
    *,
    reference: str,
    shared: ListingDraft,
    particulars: Particulars,
    version: int,
    actor: Actor,
    at: datetime,
    checked: bool = False,
) -> None:
    """Change an advert of the actor's trust; a published one stays complete, and an availability anonymous.

    `version` is the one that the person had before them; `checked` says that they looked at what may say who an
    availability is about. Raises NotFound, WrongState, Incomplete with every fault, NotChecked or Outdated.
    """
    advert = get_own_advert(actor.trust, reference)
    particulars = tidy(advert.kind, particulars)
    shared = with_place(shared, particulars, actor.trust)
    listing_rules.check_can_change(advert.listing.state)
    is_published = advert.listing.state is ListingState.PUBLISHED
    if is_published:
        found = _found(advert.kind, shared, particulars, actor, at)
        faults = _publishing_faults(advert.kind, shared, particulars, actor, at)
        listing_rules.check_complete([*faults, *anonymity_faults(found)])
        check_looked(found, _found_now(advert, actor, at), checked=checked)
    else:
        listing_rules.check_complete(_draft_faults(shared, particulars, actor))
    listings.change_listing(reference=reference, draft=shared, version=version, actor=actor, at=at)
    row = update(Advert).where(Advert.listing_id == advert.listing.id).values(**advert_columns(particulars))
    session().execute(row.execution_options(synchronize_session=False))
    if is_published:
        _flag(reference, shared, particulars, at)
        look_for_matches(reference=reference, at=at)


def publish_advert(*, reference: str, actor: Actor, at: datetime, checked: bool = False) -> None:
    """Show a drafted advert to other trusts; what looks like agency supply is flagged to the operator.

    Raises NotFound, WrongState, Outdated, Incomplete with every fault, or NotChecked as `change_advert` does.
    """
    advert = get_own_advert(actor.trust, reference)
    listing_rules.check_can_publish(advert.listing.state)
    shared, found = listings.draft_of(advert.listing), _found_now(advert, actor, at)
    faults = _publishing_faults(advert.kind, shared, advert.particulars, actor, at)
    listing_rules.check_complete([*faults, *anonymity_faults(found)])
    check_looked(found, (), checked=checked)
    listings.publish_listing(reference=reference, actor=actor, at=at)
    _flag(reference, shared, advert.particulars, at)
    look_for_matches(reference=reference, at=at)


def close_advert(*, reference: str, actor: Actor, at: datetime, closed_as: ClosedAs = ClosedAs.CLOSED) -> None:
    """Show an advert no longer, for good; what was agreed on it stands. Raises NotFound, WrongState or Outdated."""
    get_own_advert(actor.trust, reference)
    listings.close_listing(reference=reference, actor=actor, at=at, closed_as=closed_as)


def copy_advert(*, reference: str, actor: Actor, at: datetime) -> str:
    """Begin a draft with everything that an advert of the actor's trust says; returns its reference. Raises NotFound.

    Its closing date is not copied, nor a person or a school that is the trust's no longer.
    """
    advert = get_own_advert(actor.trust, reference)
    shared = listings.draft_of(advert.listing)
    shared = replace(shared, title=f"Copy of {shared.title}"[: listing_rules.LONGEST_TITLE])
    particulars = replace(advert.particulars, closing_date=None)
    gone = {fault.field for fault in _not_own(particulars, actor)}
    particulars = replace(
        particulars,
        school_id=None if "school" in gone else particulars.school_id,
        secondee_id=None if "secondee" in gone else particulars.secondee_id,
    )
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


def _found(
    kind: str, shared: ListingDraft, particulars: Particulars, actor: Actor, at: datetime
) -> tuple[Finding, ...]:
    return findings_in(kind, shared, particulars, actor.trust, london_date(at))


def _found_now(advert: AdvertValue, actor: Actor, at: datetime) -> tuple[Finding, ...]:
    return _found(advert.kind, listings.draft_of(advert.listing), advert.particulars, actor, at)


def _flag(reference: str, shared: ListingDraft, particulars: Particulars, at: datetime) -> None:
    """Have the operator look at what looks like agency supply, or no longer."""
    words = tuple(each.words for each in signs_in(shared, particulars))
    if words:
        listings.flag_listing(reference=reference, reason=FlagReason.AGENCY_SUPPLY, words=words, at=at)
    else:
        listings.unflag_listing(reference=reference, reason=FlagReason.AGENCY_SUPPLY, at=at)


WORKED_OUT = ("category", "regions")


def _not_own(particulars: Particulars, actor: Actor) -> list[Refused]:
    """The school and the person are the trust's own."""
    found, school_id = [], particulars.school_id
    if school_id is not None:
        school = trusts.schools_by_id([school_id]).get(school_id)
        if school is None or school.trust_id != actor.trust:
            found.append(Refused("Choose one of your trust’s schools", field="school"))
    if particulars.secondee_id is not None and not _hold(actor.trust, particulars.secondee_id):
        found.append(Refused("Choose one of your trust’s people", field="secondee"))
    return found


def _hold(trust_id: int, secondee_id: int) -> bool:
    """Whether somebody may be lent by a trust; they are not erased then before this transaction ends."""
    return may_be_lent(trust_id, secondee_id) and lock_secondee(secondee_id).erased_at is None
