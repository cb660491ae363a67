"""The words of asking for places: what a booking would be, what its booker was shown, and lists of bookings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from app.cpd.values.bookings import BookingChoice, DelegateValue, Offer, PlaceState
from app.cpd.values.courses import Band, ChargeOn, CourseValue, Tier
from app.cpd.values.runs import RunValue, SessionValue
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.trusts.values import TrustValue


@dataclass(frozen=True)
class BookingAsked:
    """What a trust's booking would be at one moment. `known` are those chosen who have been on a course before."""

    course: CourseValue
    run: RunValue
    buyer: TrustValue
    provider: TrustValue
    choice: BookingChoice
    known: tuple[DelegateValue, ...]
    session_ids: tuple[int, ...]
    offer: Offer
    name_by_date: date | None

    @property
    def sessions(self) -> tuple[SessionValue, ...]:
        """The sessions that each place is for."""
        return tuple(each for each in self.run.sessions if each.id in self.session_ids)

    @property
    def starts_at(self) -> datetime:
        """When the first of the sessions that each place is for starts."""
        return self.run.start_of(self.session_ids)

    @property
    def places_left(self) -> int:
        """How many people could still have what is asked for."""
        return min(each.left for each in self.sessions)

    @property
    def fits(self) -> bool:
        """Whether there is a seat for everybody asked for."""
        return self.choice.count <= self.places_left

    @property
    def is_charged(self) -> bool:
        """Whether anything is owed for it."""
        return self.offer.tier not in (Tier.OWN, Tier.FREE)


@dataclass(frozen=True)
class BookingDraftValue:
    """What a booker chose and has not booked yet."""

    token: str
    choice: BookingChoice


@dataclass(frozen=True)
class Shown:
    """The price and terms that a booker was shown; `vat_rate` is in hundredths of a per cent."""

    tier: Tier
    each: tuple[Money, ...]
    vat_treatment: VatTreatment
    vat_rate: int
    bands: tuple[Band, ...]
    no_show_percent: int
    charge_on: ChargeOn


class BookingSide(StrEnum):
    """Which of a trust's bookings: those it made, or those on courses it gives."""

    MADE = "made"
    GIVEN = "given"


class BookingSort(StrEnum):
    """What a list of bookings may be ordered by."""

    BOOKED = "booked"
    STARTS = "starts"
    TITLE = "title"


@dataclass(frozen=True)
class BookingFilter:
    """What narrows a list of bookings; `state` is one that any of its places is in, `year` an accounting year.

    `over_by` keeps those whose run is over by a moment, `coming_at` those whose run is not over then, `to_name_at`
    those with booked places that have not begun then and that nobody has been named for.
    """

    side: BookingSide = BookingSide.MADE
    state: PlaceState | None = None
    text: str = ""
    year: int | None = None
    over_by: datetime | None = None
    coming_at: datetime | None = None
    to_name_at: datetime | None = None


@dataclass(frozen=True)
class BookingLine:
    """One booking in a list. `counts` says how many of its places are in each state; `net` is that of its live ones.

    `answer_by` is when the first of its offers or holds runs out, in UTC.
    """

    reference: str
    title: str
    run_reference: str
    starts_at: datetime
    other_trust_id: int
    other_trust: str
    booked_at: datetime
    po_number: str
    net: Money
    answer_by: datetime | None = None
    counts: Mapping[PlaceState, int] = field(default_factory=dict)

    @property
    def places(self) -> int:
        """How many places it asked for in all."""
        return sum(self.counts.values())


@dataclass(frozen=True)
class SessionPlaces:
    """How the places of one session stand."""

    session: SessionValue
    booked: int
    held: int
    offered: int
    waiting: int


@dataclass(frozen=True)
class RunPlaces:
    """How the places of every session of a run stand."""

    run: RunValue
    sessions: tuple[SessionPlaces, ...]
