"""Services: one, a trust's own, their prices in a batch; and the schools they may be ordered for."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from app.charges import queries as charges
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.listings import queries as listings
from app.listings.values import ListingState, ListingValue
from app.services.models import Service
from app.services.values import Particulars, PriceBasis, SchoolAsked, ServiceValue
from app.trusts import queries as trusts

KIND = "service"


def get_service(reference: str) -> ServiceValue:
    """A service in whatever state. Raises NotFound. Who may see it is the caller's to ask."""
    return _with_particulars([_of_kind(listings.get_listing(reference))])[0]


def get_own(trust_id: int, reference: str) -> ServiceValue:
    """A service of this trust in whatever state. Raises NotFound for another's."""
    return _with_particulars([_of_kind(listings.get_own(trust_id, reference))])[0]


def services_by_reference(references: Iterable[str]) -> dict[str, ServiceValue]:
    """Services by reference in one batch; what does not exist or is of another kind is missing from the answer."""
    found = [each for each in listings.listings_by_reference(references).values() if each.kind == KIND]
    return {each.reference: each for each in _with_particulars(found)}


def price_lines(references: Iterable[str]) -> dict[str, str]:
    """The price of each published service as a short phrase, in one batch."""
    found = services_by_reference(references)
    return {
        reference: each.price_line for reference, each in found.items() if each.listing.state is ListingState.PUBLISHED
    }


def published_references() -> list[str]:
    """The references of every published service."""
    return listings.references_of(KIND)


def schools_to_choose(trust_id: int, day: date) -> list[SchoolAsked]:
    """The schools that a trust may order for on a day, by name, with the roll of that day."""
    return [SchoolAsked(each.id, each.name, each.phase, each.roll) for each in trusts.list_schools(trust_id, day)]


def vat_registered(trust_id: int, day: date) -> bool | None:
    """Whether a trust is registered for VAT on a day; None where it has no finance details yet."""
    details = charges.find_details(trust_id, day)
    return details.vat_registered if details else None


def _of_kind(listing: ListingValue) -> ListingValue:
    if listing.kind != KIND:
        raise NotFound(f"{listing.reference} is no service")
    return listing


def _with_particulars(found: list[ListingValue]) -> list[ServiceValue]:
    query = select(Service).where(Service.listing_id.in_([each.id for each in found]))
    rows = session().scalars(query.execution_options(populate_existing=True))
    particulars = {row.listing_id: row for row in rows}
    return [_value(each, particulars[each.id]) for each in found]


def _value(listing: ListingValue, row: Service) -> ServiceValue:
    particulars = Particulars(
        basis=PriceBasis(row.basis) if row.basis else None,
        base=_money(row.base_pence),
        per_pupil=_money(row.per_pupil_pence),
        vat_treatment=VatTreatment(row.vat_treatment) if row.vat_treatment else None,
        vat_reason=row.vat_reason,
        notice_months=row.notice_months,
    )
    return ServiceValue(listing, particulars, row.vat_decided_by)


def _money(pence: int | None) -> Money | None:
    return None if pence is None else Money(pence)
