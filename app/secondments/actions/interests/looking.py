"""The one way in which a profile is read: each look is on record."""

from datetime import datetime

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import transaction
from app.kernel.errors import NotFound
from app.secondments.actions.interests.moving import hold
from app.secondments.queries.interests import get_interest
from app.secondments.queries.secondees import secondees_by_id
from app.secondments.values import Party, SecondeeValue


def look_at_profile(*, reference: str, actor: Actor, at: datetime) -> SecondeeValue:
    """The name and profile of the person whom an interest is about, once the look is on record for good.

    Raises NotFound for other trusts, for a host until the person and their employer both consent, and once the
    person is erased. It has a transaction of its own: reading is what is recorded, whatever comes of the page.
    """
    with transaction():
        interest = hold(get_interest(actor.trust, reference).id)
        secondee = secondees_by_id([interest.secondee_id])[interest.secondee_id]
        if secondee.is_erased or (interest.party_of(actor.trust) is Party.HOST and not interest.is_named):
            raise NotFound(f"the profile of {reference} is not to be read by trust {actor.trust}")
        concerns = [interest.home_id, interest.host_id] if interest.is_named else [interest.home_id]
        facts = {"secondee": secondee.id}
        audit.record(
            actor=actor, verb="secondments.profile_seen", subject=reference, at=at, concerns=concerns, facts=facts
        )
    return secondee
