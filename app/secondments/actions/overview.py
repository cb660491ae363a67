"""Reading the names of people who are borrowed: each look is on record, as a look at a profile is."""

from collections.abc import Iterable
from datetime import datetime

from app.kernel.actor import Actor
from app.kernel.errors import NotFound
from app.secondments.actions.interests import look_at_profile


def look_at_names(*, interests: Iterable[str], actor: Actor, at: datetime) -> dict[int, str]:
    """The names of those whom some interests are about, by secondee, once each look is on record.

    Those who may no longer be named are missing.
    """
    found = {}
    for reference in interests:
        try:
            secondee = look_at_profile(reference=reference, actor=actor, at=at)
        except NotFound:
            continue
        found[secondee.id] = secondee.name
    return found
