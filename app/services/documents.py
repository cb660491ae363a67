"""What a service puts into the search index, and its line on the results page."""

from app.kernel.money import Money
from app.listings.categories import path_of
from app.listings.values import ListingState
from app.search.values import Document
from app.services import queries
from app.services.values import Price
from app.trusts import queries as trusts

TYPICAL_ROLL = 300
"""Prices of every basis are put in one order as what a school of this many pupils would pay."""


def service_document(reference: str) -> Document | None:
    """The search document of a published service whose provider is open; None for one that nobody may find."""
    service = queries.services_by_reference([reference]).get(reference)
    if service is None or service.listing.state is not ListingState.PUBLISHED:
        return None
    listing, provider = service.listing, trusts.get_trust(service.listing.trust_id)
    if not provider.is_open or listing.published_at is None:
        return None
    return Document(
        reference=reference,
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
        published_at=listing.published_at,
        link=f"/services/{reference}",
    )


def typical(price: Price) -> Money:
    """A year for a school of a typical size, by which services of every price basis can be put in order."""
    return price.base + price.per_pupil * TYPICAL_ROLL
