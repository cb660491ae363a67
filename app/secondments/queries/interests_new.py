"""What a new interest may be about."""

from datetime import date

from app.kernel.errors import NotFound
from app.listings import queries as listings
from app.listings.values import ListingFilter, ListingState
from app.secondments.queries.adverts import adverts_by_id, adverts_by_reference, get_advert, is_open
from app.secondments.rules.interests import check_both_open, check_can_ask
from app.secondments.values import OPPORTUNITY, AdvertValue
from app.trusts import queries as trusts


def advert_to_ask(trust_id: int, reference: str, kind: str, *, on: date) -> AdvertValue:
    """Another trust's advert of a kind, in which a trust may express an interest on a day.

    Raises NotFound for another's draft or another kind, OwnAdvert, or NotOpen.
    """
    advert = get_advert(reference)
    if advert.kind != kind or (advert.listing.state is ListingState.DRAFT and advert.trust_id != trust_id):
        raise NotFound(f"{reference} is no published {kind}")
    check_can_ask(advert, trust_id, on=on)
    both = trusts.trusts_by_id([trust_id, advert.trust_id])
    check_both_open(both[trust_id], both[advert.trust_id])
    return advert


def own_opportunity(trust_id: int, reference: str, *, on: date) -> AdvertValue:
    """An open opportunity of a trust's own. Raises NotFound."""
    found = next((each for each in list_own_opportunities(trust_id, on=on) if each.reference == reference), None)
    if found is None:
        raise NotFound(f"{reference} is no open opportunity of trust {trust_id}")
    return found


def find_own_availability(trust_id: int, reference: str) -> AdvertValue | None:
    """A published availability of a trust's own, or None for anything else."""
    found = adverts_by_reference([reference]).get(reference)
    is_own = found is not None and found.trust_id == trust_id and not found.is_opportunity
    return found if found and is_own and found.listing.state is ListingState.PUBLISHED else None


def own_availability(trust_id: int, reference: str, secondee_id: int) -> AdvertValue:
    """A published availability of a trust's own about a person. Raises NotFound."""
    found = find_own_availability(trust_id, reference)
    if found is None or found.particulars.secondee_id != secondee_id:
        raise NotFound(f"{reference} is no availability of trust {trust_id} about {secondee_id}")
    return found


def list_own_opportunities(trust_id: int, *, on: date) -> list[AdvertValue]:
    """The opportunities of a trust that are open on a day, by title."""
    published = ListingFilter(state=ListingState.PUBLISHED, kind=OPPORTUNITY)
    mine = listings.list_own(trust_id, published, most=None)
    adverts = adverts_by_id(each.id for each in mine).values()
    return sorted((each for each in adverts if is_open(each, on)), key=lambda each: each.listing.title.lower())
