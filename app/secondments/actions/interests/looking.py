"""The one way in which a profile is read: each look is on record."""

from collections.abc import Collection
from datetime import datetime

from app.audit import actions as audit
from app.audit.values import Entry
from app.kernel.actor import Actor
from app.kernel.database import transaction
from app.kernel.errors import NotFound
from app.secondments.actions.locks import lock_interests
from app.secondments.queries.interests import get_interest, interests_by_id
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.values import InterestValue, Party, SecondeeValue


def look_at_profile(*, reference: str, actor: Actor, at: datetime) -> SecondeeValue:
    """The name and profile of the person whom an interest is about, once the look is on record for good.

    Raises NotFound for other trusts, for a host until the person and their employer both consent, and once the
    person is erased. It has a transaction of its own: reading is what is recorded, whatever comes of the page.
    """
    seen = look_at_profiles(interests=[get_interest(actor.trust, reference).id], actor=actor, at=at)
    if not seen:
        raise NotFound(f"the profile of {reference} is not to be read by trust {actor.trust}")
    return seen[0]


def look_at_profiles(*, interests: Collection[int], actor: Actor, at: datetime) -> list[SecondeeValue]:
    """The same of many interests by their ids, in one batch; those that may not be read are left out."""
    with transaction():
        lock_interests(interests)
        held = interests_by_id(interests).values()
        people = secondees_by_id(each.secondee_id for each in held)
        read = [each for each in held if _may_read(actor, each, people[each.secondee_id])]
        entries = [Entry(each.reference, _concerns(each), {"secondee": each.secondee_id}) for each in read]
        audit.record_each(actor=actor, verb="secondments.profile_seen", entries=entries, at=at)
    return [people[each.secondee_id] for each in read]


def _may_read(actor: Actor, interest: InterestValue, secondee: SecondeeValue) -> bool:
    if secondee.is_erased or actor.trust not in (interest.home_id, interest.host_id):
        return False
    return interest.is_named or interest.party_of(actor.trust) is Party.HOME


def _concerns(interest: InterestValue) -> tuple[int, ...]:
    return (interest.home_id, interest.host_id) if interest.is_named else (interest.home_id,)
