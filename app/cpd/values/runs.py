"""The words of a run of a course and of its sessions. Moments are UTC; people see them in London's time."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

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


@dataclass(frozen=True)
class RunCancellationValue:
    """That the provider cancelled a run, when and why."""

    reason: str
    cancelled_at: datetime


@dataclass(frozen=True)
class RunValue:
    """One run of a course: its sessions in order. `closed_at` is when its register was finished."""

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

    @property
    def most_left(self) -> int:
        """How many places its emptiest session still has."""
        return max(each.left for each in self.sessions)

    def has_begun(self, at: datetime) -> bool:
        """Whether its first session has started."""
        return self.starts_at <= at

    def is_over(self, at: datetime) -> bool:
        """Whether its last session has ended."""
        return self.ends_at <= at

    def is_open(self, at: datetime) -> bool:
        """Whether places on it may be asked for: neither cancelled nor begun."""
        return self.cancellation is None and not self.has_begun(at)
