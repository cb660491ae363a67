"""How long the name of somebody who goes to courses is kept, or what they wrote; when a name goes on request.

Source: UK GDPR article 5(1)(e) and article 17; the periods and their reasons are data, in retention.toml.
"""

from enum import StrEnum
from pathlib import Path

from app.kernel.errors import Refused
from app.kernel.retention import Retention

PERIODS = Retention(Path(__file__).parent / "retention.toml")
period_on, erased_before = PERIODS.period_on, PERIODS.erased_before


class Kept(StrEnum):
    """What is kept: a name, for what it was put on record, or what somebody wrote of a course."""

    BOOKED = "booked"
    NEVER_BOOKED = "never_booked"
    COMMENT = "comment"


class StillComing(Refused):
    """Somebody has places on courses to come, so their name is needed."""


def check_can_erase(live: int) -> None:
    """A name goes once nobody expects the person. Raises StillComing while they have places on courses to come."""
    if live:
        places = "a place" if live == 1 else f"{live} places"
        raise StillComing(
            f"This person has {places} on courses to come. Cancel, or name somebody else first: then erase them."
        )
