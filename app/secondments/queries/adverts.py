"""Adverts: one, a trust's own, several in a batch, those that are open. Of an availability the reader is the caller's.

What is given here says whose an availability is: only its own trust's HR leads may read that.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.listings import queries as listings
from app.listings.values import ListingState, ListingValue, Subject
from app.secondments.models import Advert, Secondee
from app.secondments.values import (
    FULL_TIME,
    KINDS,
    AdvertValue,
    Fte,
    HalfTerm,
    Particulars,
    Weekday,
    Working,
)


def get_advert(reference: str) -> AdvertValue:
    """An advert in whatever state. Raises NotFound. Who may see it is the caller's to ask."""
    return _with_particulars([_of_kind(listings.get_listing(reference))])[0]


def get_own_advert(trust_id: int, reference: str) -> AdvertValue:
    """An advert of this trust in whatever state. Raises NotFound for another's."""
    return _with_particulars([_of_kind(listings.get_own(trust_id, reference))])[0]


def adverts_by_reference(references: Iterable[str]) -> dict[str, AdvertValue]:
    """Adverts by reference in one batch; what does not exist or is of another kind is missing from the answer."""
    found = [each for each in listings.listings_by_reference(references).values() if each.kind in KINDS]
    return {each.reference: each for each in _with_particulars(found)}


def adverts_by_id(listing_ids: Iterable[int]) -> dict[int, AdvertValue]:
    """Adverts by the id of their listing in one batch; what is no advert is missing from the answer."""
    found = [each for each in listings.listings_by_id(listing_ids).values() if each.kind in KINDS]
    return {each.listing.id: each for each in _with_particulars(found)}


def list_open(kind: str, on: date) -> list[AdvertValue]:
    """The published adverts of a kind whose closing date has not passed on a day, whosever they are, in order."""
    found = adverts_by_reference(listings.references_of(kind)).values()
    return sorted((each for each in found if is_open(each, on)), key=lambda each: each.listing.id)


def list_about(secondee_id: int) -> list[AdvertValue]:
    """The adverts about a person, in whatever state, oldest first."""
    about = select(Advert.listing_id).where(Advert.secondee_id == secondee_id)
    return sorted(adverts_by_id(session().scalars(about)).values(), key=lambda each: each.listing.id)


def list_passed(on: date) -> list[str]:
    """The references of the published adverts whose closing date was before a day, in order."""
    passed = session().scalars(select(Advert.listing_id).where(Advert.closing_date < on)).all()
    found = sorted(listings.listings_by_id(passed).values(), key=lambda each: each.id)
    return [each.reference for each in found if each.state is ListingState.PUBLISHED]


def may_be_lent(trust_id: int, secondee_id: int) -> bool:
    """Whether somebody is one of the people whom a trust would lend, and not erased."""
    found = session().get(Secondee, secondee_id)
    return found is not None and found.trust_id == trust_id and found.erased_at is None


def is_open(advert: AdvertValue, on: date) -> bool:
    """Whether interest in an advert may be expressed on a day."""
    closing = advert.particulars.closing_date
    return advert.listing.state is ListingState.PUBLISHED and (closing is None or on <= closing)


def _of_kind(listing: ListingValue) -> ListingValue:
    if listing.kind not in KINDS:
        raise NotFound(f"{listing.reference} is no advert")
    return listing


def _with_particulars(found: list[ListingValue]) -> list[AdvertValue]:
    query = select(Advert).where(Advert.listing_id.in_([each.id for each in found]))
    rows = {row.listing_id: row for row in session().scalars(query.execution_options(populate_existing=True))}
    return [AdvertValue(each, _particulars(rows[each.id])) for each in found]


def _particulars(row: Advert) -> Particulars:
    return Particulars(
        family=row.family,
        level=row.level,
        subjects=frozenset(map(Subject, row.subjects)),
        purpose=row.purpose,
        start_date=row.start_date,
        end_date=row.end_date,
        weeks=row.weeks,
        working=_working(row),
        school_id=row.school_id,
        shows_school=row.shows_school,
        miles=row.miles,
        part_remote=row.part_remote,
        essential=row.essential,
        desirable=row.desirable,
        gain=row.gain,
        basis=row.basis,
        share_percent=row.share_percent,
        band_from=None if row.band_from_pence is None else Money(row.band_from_pence),
        band_to=None if row.band_to_pence is None else Money(row.band_to_pence),
        closing_date=row.closing_date,
        secondee_id=row.secondee_id,
    )


def _working(row: Advert) -> Working | None:
    if row.pattern is None:
        return None
    return Working(
        pattern=row.pattern,
        fte=FULL_TIME if row.fte is None else Fte(row.fte),
        days=frozenset(map(Weekday, row.days)),
        half_terms=frozenset(map(HalfTerm, row.half_terms)),
    )
