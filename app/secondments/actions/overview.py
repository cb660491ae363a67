"""Reading the names of people who are borrowed: each look is on record, as a look at a profile is."""

from collections.abc import Collection
from datetime import datetime

from app.kernel.actor import Actor
from app.secondments.actions.interests import look_at_profiles


def look_at_names(*, interests: Collection[int], actor: Actor, at: datetime) -> dict[int, str]:
    """The names of those whom some interests are about, by secondee, once each look is on record.

    Those who may no longer be named are missing.
    """
    return {each.id: each.name for each in look_at_profiles(interests=interests, actor=actor, at=at)}
