"""What a service puts into the search index, and its line on the results page."""

from collections.abc import Iterable
from datetime import datetime

from app.kernel.money import Money
from app.kernel.postcodes import UnknownPostcode, centre_of
from app.listings.categories import path_of
from app.listings.values import ListingState
from app.search.values import Document
from app.services import queries
from app.services.values import Price, ServiceValue
from app.trusts import queries as trusts
from app.trusts.values import TrustValue

TYPICAL_ROLL = 300
"""Prices of every basis are put in one order as what a school of this many pupils would pay."""


def service_document(reference: str) -> Document | None:
    """The search document of a published service whose provider is open; None for one that nobody may find."""
    return service_documents([reference]).get(reference)


def service_documents(references: Iterable[str]) -> dict[str, Document]:
    """The search documents of services in one batch, less those that nobody may find.

    A service is where its provider's schools are, and where the provider is, when it has none.
    """
    found = queries.services_by_reference(references)
    published = [each for each in found.values() if each.listing.state is ListingState.PUBLISHED]
    providers = trusts.trusts_by_id({service.listing.trust_id for service in published})
    schools = trusts.list_points(providers)
    return {
        each.reference: _document(each, provider, schools.get(provider.id) or _own_point(provider), published_at)
        for each in published
        if (provider := providers[each.listing.trust_id]).is_open and (published_at := each.listing.published_at)
    }


def _document(
    service: ServiceValue, provider: TrustValue, points: Iterable[tuple[int, int]], published_at: datetime
) -> Document:
    listing = service.listing
    return Document(
        reference=service.reference,
        kind=listing.kind,
        title=listing.title,
        summary=listing.summary,
        body=listing.description,
        provider_name=provider.name,
        provider_id=provider.id,
        category_path=tuple((category.code, category.name) for category in path_of(listing.category)),
        phases=tuple(phase.value for phase in listing.phases),
        regions=tuple(region.value for region in listing.regions),
        price_pence=typical(service.price).pence if service.price else None,
        published_at=published_at,
        link=f"/services/{service.reference}",
        points=tuple(points),
    )


def _own_point(provider: TrustValue) -> list[tuple[int, int]]:
    try:
        point = centre_of(provider.postcode)
    except UnknownPostcode:
        return []
    return [(point.easting, point.northing)]


def typical(price: Price) -> Money:
    """A year for a school of a typical size, by which services of every price basis can be put in order."""
    return price.base + price.per_pupil * TYPICAL_ROLL
