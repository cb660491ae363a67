"""The words of a run of a course and of its sessions. Moments are UTC; people see them in London's time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.cpd.values.courses import BookedBy
from app.kernel.clock import london_date


class Venue(StrEnum):
    """What sort of place a session is at."""

    SCHOOL = "school"
    ADDRESS = "address"
    ONLINE = "online"

    @property
    def label(self) -> str:
        """As it reads beside a radio button."""
        return {"school": "A school on the register", "address": "Another address", "online": "Online"}[self.value]


@dataclass(frozen=True)
class SessionDraft:
    """A session as it is typed. `school_id`, `address` with `postcode`, or `link`: as the venue says.

    `id` is that of the session which it changes, None for a new one.
    """

    starts_at: datetime
    ends_at: datetime
    venue: Venue
    capacity: int
    school_id: int | None = None
    address: str = ""
    postcode: str = ""
    link: str = ""
    id: int | None = None


@dataclass(frozen=True)
class RunDraft:
    """A run as it is typed. Below `minimum_places` on `decide_on_date` the provider decides whether it goes ahead."""

    sessions: tuple[SessionDraft, ...]
    name: str = ""
    minimum_places: int | None = None
    decide_on_date: date | None = None


@dataclass(frozen=True)
class SessionValue:
    """A session. `taken` counts the places booked, held and offered; `place_line` says where without the link.

    `sequence` rises with each change that a calendar must follow. `link` is for those booked alone.
    `easting` and `northing` are metres on the British National Grid, None online.
    """

    id: int
    run_id: int
    position: int
    starts_at: datetime
    ends_at: datetime
    venue: Venue
    school_id: int | None
    address: str
    postcode: str
    link: str
    place_line: str
    easting: int | None
    northing: int | None
    capacity: int
    taken: int
    uid: str
    sequence: int

    @property
    def left(self) -> int:
        """How many places nobody has."""
        return self.capacity - self.taken

    @property
    def minutes(self) -> int:
        """How long it lasts, by the clock of the world rather than of the wall."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def date(self) -> date:
        """The day in England on which it starts."""
        return london_date(self.starts_at)

    def has_begun(self, at: datetime) -> bool:
        """Whether it has started: from the very moment that it names."""
        return self.starts_at <= at


@dataclass(frozen=True)
class RunCancellationValue:
    """That the provider cancelled a run, when and why."""

    reason: str
    cancelled_at: datetime


@dataclass(frozen=True)
class RunValue:
    """One run of a course: its sessions in order. `closed_at` is when its register was finished.

    `booked_by` is what a place of its course is a place on.
    """

    id: int
    reference: str
    listing_id: int
    provider_id: int
    name: str
    sessions: tuple[SessionValue, ...]
    minimum_places: int | None = None
    decide_on_date: date | None = None
    goes_ahead_at: datetime | None = None
    cancellation: RunCancellationValue | None = None
    closed_at: datetime | None = None
    version: int = 1
    booked_by: BookedBy = BookedBy.WHOLE

    @property
    def starts_at(self) -> datetime:
        """When the first session starts."""
        return min(each.starts_at for each in self.sessions)

    @property
    def ends_at(self) -> datetime:
        """When the last session ends."""
        return max(each.ends_at for each in self.sessions)

    @property
    def start_date(self) -> date:
        """The day in England on which it begins."""
        return london_date(self.starts_at)

    @property
    def end_date(self) -> date:
        """The day in England of its last session."""
        return london_date(max(each.starts_at for each in self.sessions))

    @property
    def places_left(self) -> int:
        """How many people could still take the whole of it."""
        return min(each.left for each in self.sessions)

    def has_begun(self, at: datetime) -> bool:
        """Whether its first session has started."""
        return self.starts_at <= at

    def is_over(self, at: datetime) -> bool:
        """Whether its last session has ended."""
        return self.ends_at <= at

    def open_sessions(self, at: datetime) -> tuple[SessionValue, ...]:
        """The sessions for which places may still be asked for, none once it is cancelled.

        Booked whole, all of them until the first one starts; booked by session, each until it starts itself.
        """
        is_shut = self.booked_by is BookedBy.WHOLE and self.has_begun(at)
        if self.cancellation is not None or is_shut:
            return ()
        return tuple(each for each in self.sessions if not each.has_begun(at))

    def is_open(self, at: datetime) -> bool:
        """Whether places on it may be asked for."""
        return bool(self.open_sessions(at))

    def left_at(self, at: datetime) -> int:
        """How many people could still come: to the whole of it, or to the emptiest session that may be asked for."""
        if self.booked_by is BookedBy.WHOLE:
            return self.places_left
        return max((each.left for each in self.open_sessions(at)), default=0)

    def next_date(self, at: datetime) -> date:
        """The day in England of the first session that may be asked for; that of the first of all where none may."""
        return min((each.date for each in self.open_sessions(at)), default=self.start_date)

    def start_of(self, session_ids: Collection[int]) -> datetime:
        """When the first of some of its sessions starts: what a place for these sessions begins with."""
        return min((each.starts_at for each in self.sessions if each.id in session_ids), default=self.starts_at)
