"""Listings as cards show them."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from app.kernel.boards import kinds
from app.listings import queries as listings
from app.listings.categories import label_of
from app.listings.values import ListingValue
from app.pages.values import Front, Offer, TrustPage
from app.trusts import queries as trusts
from app.trusts.rules.register import totals

NEWEST_SHOWN = 6


def front() -> Front:
    """The home page: counts of the register and of what is offered, and the newest listings."""
    register = trusts.count_register()
    return Front(
        trusts=sum(count["open"] for count in register.values() if isinstance(count, dict)),
        schools=sum(count for count in register.values() if isinstance(count, int)),
        offered=listings.count_published(),
        newest=_offers(listings.list_newest(NEWEST_SHOWN)),
    )


def trust_page(uid: str, on: date, *, skip: int = 0, most: int | None = None) -> TrustPage:
    """A trust, its schools on a day, and some of its published listings. Raises NotFound for an unknown UID."""
    trust = trusts.get_trust_by_uid(uid)
    schools = trusts.list_schools(trust.id, on)
    found = listings.list_published_of(trust.id, skip=skip, most=most)
    offered = listings.count_published_of(trust.id) if trust.is_open else 0
    return TrustPage(trust, schools, totals(schools), _offers(found), offered)


def _offers(found: Sequence[ListingValue]) -> list[Offer]:
    """Cards for listings that have a price, of trusts that are open: nobody can order from one that has closed."""
    providers = trusts.trusts_by_id({listing.trust_id for listing in found})
    prices = _price_lines(found)
    return [
        Offer(
            listing=listing,
            provider=providers[listing.trust_id].name,
            category=label_of(listing.category),
            price=prices[listing.reference],
        )
        for listing in found
        if listing.reference in prices and providers[listing.trust_id].is_open
    ]


def _price_lines(found: Sequence[ListingValue]) -> dict[str, str]:
    by_kind: dict[str, list[str]] = defaultdict(list)
    for listing in found:
        by_kind[listing.kind].append(listing.reference)
    lines: dict[str, str] = {}
    for kind, references in by_kind.items():
        lines |= kinds[kind].price_lines(references)
    return lines
