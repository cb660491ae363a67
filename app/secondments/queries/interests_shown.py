"""Interests as one of their two trusts may see them: whom it may know by name and whom it may not."""

from collections.abc import Iterable, Sequence

from app.secondments.queries.adverts import adverts_by_id
from app.secondments.rules.interests import awaited, trust_of_region
from app.secondments.values import AdvertValue, InterestValue, Party
from app.secondments.values.interests_shown import InterestShown
from app.trusts import queries as trusts
from app.trusts.values import TrustValue


def shown_to(trust_id: int, interests: Sequence[InterestValue]) -> list[InterestShown]:
    """Interests of which a trust is a side, with their adverts and the other trust, in two batches and their order."""
    adverts = adverts_by_id({listing for each in interests for listing in each.listing_ids})
    others = trusts.trusts_by_id({each.other_of(trust_id) for each in interests})
    return [_shown(each, trust_id, adverts, others[each.other_of(trust_id)]) for each in interests]


def show_one(trust_id: int, interest: InterestValue) -> InterestShown:
    """One interest as a trust that is a side of it may see it."""
    return shown_to(trust_id, [interest])[0]


def trusts_that_lend(trust_ids: Iterable[int]) -> dict[int, str]:
    """What others may be told of home trusts before anybody consents, by id: only the region."""
    return {each.id: trust_of_region(each.region) for each in trusts.trusts_by_id(trust_ids).values()}


def _shown(interest: InterestValue, trust_id: int, adverts: dict[int, AdvertValue], other: TrustValue) -> InterestShown:
    party = interest.party_of(trust_id)
    may_know = party is Party.HOME or interest.is_named
    return InterestShown(
        interest=interest,
        party=party,
        opportunity=adverts.get(interest.opportunity_id or 0),
        availability=adverts.get(interest.availability_id or 0),
        other_name=other.name if may_know else trust_of_region(other.region),
        awaited=awaited(interest),
    )
