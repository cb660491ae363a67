"""Courses: one, a trust's own, several in a batch; and what their publishing asks to know."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select

from app.charges import queries as charges
from app.cpd.models import Course, Run
from app.cpd.queries.runs import coming_at
from app.cpd.values import (
    KIND,
    Band,
    BookedBy,
    CareerStage,
    ChargeOn,
    CourseFormat,
    CourseValue,
    Npq,
    Particulars,
    Prices,
    StaffRole,
    StandardPart,
    Subject,
)
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings import queries as listings
from app.listings.values import ListingValue


def get_course(reference: str) -> CourseValue:
    """A course in whatever state. Raises NotFound. Who may see it is the caller's to ask."""
    return _with_particulars([_of_kind(listings.get_listing(reference))])[0]


def get_own_course(trust_id: int, reference: str) -> CourseValue:
    """A course of this trust in whatever state. Raises NotFound for another's."""
    return _with_particulars([_of_kind(listings.get_own(trust_id, reference))])[0]


def courses_by_reference(references: Iterable[str]) -> dict[str, CourseValue]:
    """Courses by reference in one batch; what does not exist or is of another kind is missing from the answer."""
    found = [each for each in listings.listings_by_reference(references).values() if each.kind == KIND]
    return {each.reference: each for each in _with_particulars(found)}


def courses_by_id(listing_ids: Iterable[int]) -> dict[int, CourseValue]:
    """Courses by the id of their listing in one batch; what is no course is missing from the answer."""
    found = [each for each in listings.listings_by_id(listing_ids).values() if each.kind == KIND]
    return {each.listing.id: each for each in _with_particulars(found)}


def has_run_to_come(listing_id: int, at: datetime) -> bool:
    """Whether a course has a run on which places may still be asked for."""
    to_come = select(Run.id).where(Run.listing_id == listing_id, *coming_at(at)).limit(1)
    return session().scalar(to_come) is not None


def vat_registered(trust_id: int, day: date) -> bool | None:
    """Whether a trust is registered for VAT on a day; None where it has no finance details yet."""
    details = charges.find_details(trust_id, day)
    return details.vat_registered if details else None


def _of_kind(listing: ListingValue) -> ListingValue:
    if listing.kind != KIND:
        raise NotFound(f"{listing.reference} is no course")
    return listing


def _with_particulars(found: list[ListingValue]) -> list[CourseValue]:
    query = select(Course).where(Course.listing_id.in_([each.id for each in found]))
    rows = session().scalars(query.execution_options(populate_existing=True))
    courses = {row.listing_id: row for row in rows}
    return [_value(each, courses[each.id]) for each in found]


def _value(listing: ListingValue, row: Course) -> CourseValue:
    particulars = Particulars(
        format=CourseFormat(row.format) if row.format else None,
        outcomes=row.outcomes,
        roles=frozenset(map(StaffRole, row.roles)),
        subjects=frozenset(map(Subject, row.subjects)),
        career_stages=frozenset(map(CareerStage, row.career_stages)),
        standard={part: row.standard[part.value] for part in StandardPart if part.value in row.standard},
        presenter=row.presenter,
        prerequisites=row.prerequisites,
        learning_minutes=row.learning_minutes,
        npq=_npq(row),
        prices=_prices(row),
        vat_treatment=VatTreatment(row.vat_treatment) if row.vat_treatment else None,
        vat_reason=row.vat_reason,
        booked_by=BookedBy(row.booked_by),
        charge_on=ChargeOn(row.charge_on),
        bands=tuple(_band(*each) for each in row.bands),
        no_show_percent=row.no_show_percent,
        hold_days=row.hold_days,
        naming_days=row.naming_days,
        offer_hours=row.offer_hours,
        attendance_percent=row.attendance_percent,
        joining_instructions=row.joining_instructions,
    )
    return CourseValue(listing, particulars, row.vat_decided_by)


def _npq(row: Course) -> Npq | None:
    if not any((row.npq_course, row.npq_lead_provider, row.npq_cohort)):
        return None
    return Npq(row.npq_course or "", row.npq_lead_provider or "", row.npq_cohort, row.npq_funded)


def _prices(row: Course) -> Prices:
    return Prices(
        is_free=row.is_free,
        other=_money(row.other_pence),
        partner=_money(row.partner_pence),
        early=_money(row.early_pence),
        early_days=row.early_days,
        whole_school=_money(row.whole_school_pence),
        whole_school_places=row.whole_school_places,
    )


def _band(at_least: int | None, up_to: int | None, percent: int | None) -> Band:
    assert at_least is not None
    assert percent is not None
    return Band(at_least, up_to, percent)


def _money(pence: int | None) -> Money | None:
    return None if pence is None else Money(pence)
