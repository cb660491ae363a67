"""How long the name of somebody who may be lent is kept, and their profile; when a name goes on request.

Source: UK GDPR article 5(1)(e) and article 17; the periods and their reasons are data, in retention.toml.
"""

from collections.abc import Collection
from enum import StrEnum
from pathlib import Path

from app.kernel.errors import Refused
from app.kernel.retention import Retention
from app.secondments.values import SecondmentState

SHORTEST_PART = 3
ERASED_TITLE = "Somebody available"
LENT = frozenset({SecondmentState.AGREED, SecondmentState.RUNNING})
PERIODS = Retention(Path(__file__).parent / "retention.toml")
period_on, erased_before = PERIODS.period_on, PERIODS.erased_before


class Kept(StrEnum):
    """What is kept: a name, by how far it came with the person, a profile, or an interest in which nothing happens."""

    REFUSED = "refused"
    NEVER_PUT_FORWARD = "never_put_forward"
    LENT = "lent"
    PROFILE = "profile"
    IDLE = "idle"


class StillLent(Refused):
    """A secondment of the person is agreed or under way, so their name is needed."""


def check_can_erase(states: Collection[SecondmentState]) -> None:
    """A name goes unless somebody is lent. Raises StillLent while a secondment of theirs is agreed or under way."""
    if LENT & set(states):
        raise StillLent(
            "A secondment of this person is agreed or under way. Their name is needed until it has ended: "
            "end it first, then erase them."
        )


def title_without(name: str, title: str) -> str:
    """The title of an advert about somebody who is erased: as it was, unless any part of their name stands in it."""
    parts = {each for each in name.lower().split() if len(each) >= SHORTEST_PART}
    return ERASED_TITLE if any(each in title.lower() for each in parts) else title
