"""Interests as one of their two trusts may see them: whom it may know by name and whom it may not."""

from collections.abc import Sequence

from sqlalchemy import select

from app.kernel.database import session
from app.secondments.models import Secondment
from app.secondments.queries.adverts import adverts_by_id
from app.secondments.rules.adverts_words import anonymous_name
from app.secondments.rules.interests import awaited
from app.secondments.values import AdvertValue, InterestValue, Party
from app.secondments.values.interests_shown import InterestShown
from app.trusts import queries as trusts
from app.trusts.values import Region, TrustValue


def shown_to(trust_id: int, interests: Sequence[InterestValue]) -> list[InterestShown]:
    """Interests of which a trust is a side, with their adverts and the other trust, in batches and in their order."""
    adverts = adverts_by_id({listing for each in interests for listing in each.listing_ids})
    others = trusts.trusts_by_id({each.other_of(trust_id) for each in interests})
    begun = _begun(interests)
    return [_shown(each, trust_id, adverts, others[each.other_of(trust_id)], begun) for each in interests]


def show_one(trust_id: int, interest: InterestValue) -> InterestShown:
    """One interest as a trust that is a side of it may see it."""
    return shown_to(trust_id, [interest])[0]


def _begun(interests: Sequence[InterestValue]) -> set[int]:
    """Those from which a secondment has begun: what waits then is the secondment's to say."""
    ids = [each.id for each in interests]
    return set(session().scalars(select(Secondment.interest_id).where(Secondment.interest_id.in_(ids))))


def _shown(
    interest: InterestValue, trust_id: int, adverts: dict[int, AdvertValue], other: TrustValue, begun: set[int]
) -> InterestShown:
    party = interest.party_of(trust_id)
    availability = adverts.get(interest.availability_id or 0)
    may_know = party is Party.HOME or interest.is_named
    return InterestShown(
        interest=interest,
        party=party,
        opportunity=adverts.get(interest.opportunity_id or 0),
        availability=availability,
        other_name=other.name if may_know else anonymous_name(_regions(availability, other)),
        awaited=None if interest.id in begun else awaited(interest),
    )


def _regions(availability: AdvertValue | None, home: TrustValue) -> Sequence[Region]:
    """Where a host is told that somebody works: as the advert about them says, else the home trust's region."""
    if availability is not None and availability.listing.regions:
        return availability.listing.regions
    return [home.region] if home.region else []
