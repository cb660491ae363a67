"""A place as the person who has it sees it: what, when and where, without a price or anybody else."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.cpd.values.bookings import DelegateValue, Ending, PlaceState
from app.cpd.values.runs import RunValue, SessionValue
from app.kernel.clock import london_date

PLACE_LINK = "cpd.place"
"""The purpose of the links to somebody's own place."""
LINK_LASTS = timedelta(days=60)
"""How long after the end of a run such a link still opens."""


@dataclass(frozen=True)
class DelegatePlace:
    """Somebody's place on a run, with all that they need to know of it.

    `since` is when it became theirs: when it was booked, or when it was given to them later. None before that.
    `session_ids` are the sessions that the place is for; the run holds all of them.
    """

    place_id: int
    delegate: DelegateValue
    state: PlaceState
    booking_reference: str
    buyer_id: int
    buyer_name: str
    provider_id: int
    provider_name: str
    listing_id: int
    listing_reference: str
    title: str
    joining_instructions: str
    run: RunValue
    session_ids: frozenset[int]
    since: datetime | None = None
    why_ended: Ending | None = None

    @property
    def sessions(self) -> tuple[SessionValue, ...]:
        """The sessions that the place is for, in order."""
        return tuple(each for each in self.run.sessions if each.id in self.session_ids)

    @property
    def starts_at(self) -> datetime:
        """When the first of them starts, UTC."""
        return min(each.starts_at for each in self.sessions)

    @property
    def start_date(self) -> date:
        """The day in England of the first of them."""
        return london_date(self.starts_at)

    @property
    def is_booked(self) -> bool:
        """Whether they are to come."""
        return self.state is PlaceState.BOOKED

    @property
    def was_booked(self) -> bool:
        """Whether they were ever told that they have it."""
        return self.since is not None


class StaffSort(StrEnum):
    """What the list of those who go to courses may be ordered by."""

    NAME = "name"
    SCHOOL = "school"
    COMING = "coming"
    LAST = "last"


@dataclass(frozen=True)
class StaffFilter:
    """What narrows that list: a part of a name or e-mail address, a school."""

    text: str = ""
    school_id: int | None = None


@dataclass(frozen=True)
class StaffLine:
    """Somebody in that list: on how many courses to come and past they have or had a place, and the last one's day."""

    delegate: DelegateValue
    school_name: str
    coming: int
    past: int
    last_date: date | None
