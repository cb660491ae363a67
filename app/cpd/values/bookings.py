"""The words of booking: a booking by one trust, the places on it, and how a place ends."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.cpd.values.courses import Band, ChargeOn, Tier
from app.kernel.money import Money
from app.kernel.vat import VatTreatment

NOTHING = Money(0)


class PlaceState(StrEnum):
    """Where a place stands. Offered, held and booked ones are counted against the capacity."""

    WAITING = "waiting"
    OFFERED = "offered"
    HELD = "held"
    BOOKED = "booked"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {
            "waiting": "On the waiting list",
            "offered": "Offered",
            "held": "Held for approval",
            "booked": "Booked",
            "ended": "Ended",
        }[self.value]


TAKEN = (PlaceState.OFFERED, PlaceState.HELD, PlaceState.BOOKED)
LIVE = (PlaceState.WAITING, *TAKEN)


class Ending(StrEnum):
    """Why a place came to its end."""

    CANCELLED = "cancelled"
    NOT_APPROVED = "not_approved"
    HOLD_LAPSED = "hold_lapsed"
    OFFER_LAPSED = "offer_lapsed"
    OFFER_DECLINED = "offer_declined"
    LEFT_LIST = "left_list"
    RUN_CANCELLED = "run_cancelled"
    RUN_BEGAN = "run_began"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {
            "cancelled": "Cancelled",
            "not_approved": "Not approved",
            "hold_lapsed": "Not approved in time",
            "offer_lapsed": "Offer ran out",
            "offer_declined": "Offer declined",
            "left_list": "Left the waiting list",
            "run_cancelled": "Course cancelled",
            "run_began": "Began without a place",
        }[self.value]


@dataclass(frozen=True)
class NewDelegate:
    """Somebody of the booker's trust who has had no place before, as typed."""

    name: str
    email: str
    school_id: int | None = None


@dataclass(frozen=True)
class DelegateValue:
    """Somebody of a trust who goes to courses. After erasure the name is a phrase and the e-mail empty."""

    id: int
    trust_id: int
    name: str
    email: str
    school_id: int | None
    person_id: int | None = None


@dataclass(frozen=True)
class BookingChoice:
    """What a booker chose. `session_ids` empty is all that may still be asked for.

    `to_follow` counts the places without a name yet; `whole_school_id` asks for the whole-school price for that school.
    """

    run_id: int
    delegate_ids: tuple[int, ...] = ()
    new_delegates: tuple[NewDelegate, ...] = ()
    to_follow: int = 0
    session_ids: tuple[int, ...] = ()
    whole_school_id: int | None = None
    po_number: str = ""
    note: str = ""

    @property
    def count(self) -> int:
        """How many places it asks for."""
        return len(self.delegate_ids) + len(self.new_delegates) + self.to_follow


@dataclass(frozen=True)
class Offer:
    """What the places of a booking cost and on what terms, worked out for one trust at one moment.

    `each` is the net price of each place in order (they differ by pennies where one price is shared out);
    `vat_rate` is in hundredths of a per cent.
    """

    tier: Tier
    each: tuple[Money, ...]
    vat_treatment: VatTreatment
    vat_reason: str
    vat_rate: int
    vat: Money

    @property
    def net(self) -> Money:
        """All places without VAT."""
        return Money.total(self.each)

    @property
    def gross(self) -> Money:
        """All places with VAT."""
        return self.net + self.vat


@dataclass(frozen=True)
class PlaceEndingValue:
    """How a place ended and what that cost: `percent` of its price is charged, as `fee` without VAT.

    `notice_days` are whole working days, None where no band applied. `waived` says that the provider let the fee go.
    """

    why: Ending
    ended_at: datetime
    reason: str = ""
    notice_days: int | None = None
    percent: int = 0
    fee: Money = NOTHING
    waived: str = ""


@dataclass(frozen=True)
class PlaceValue:
    """One place of a booking. `delegate` None is to be named. `line` is its place in the waiting list, from 1.

    `price` is what it costs without VAT. `held_until` and `offered_until` are UTC.
    """

    id: int
    booking_reference: str
    run_id: int
    buyer_id: int
    position: int
    state: PlaceState
    delegate: DelegateValue | None
    session_ids: tuple[int, ...]
    price: Money
    asked_at: datetime
    line: int | None = None
    approval_reference: str | None = None
    held_until: datetime | None = None
    offered_until: datetime | None = None
    booked_at: datetime | None = None
    ending: PlaceEndingValue | None = None
    no_show_waived: str = ""
    evaluated_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        """Whether it has not come to its end."""
        return self.state is not PlaceState.ENDED

    @property
    def label(self) -> str:
        """Its state, or how it ended, as it reads on a tag."""
        return self.ending.why.label if self.ending else self.state.label


@dataclass(frozen=True)
class BookingValue:
    """A booking as its buyer and its provider read it, with terms frozen as they were when it was made.

    Whether a place is charged at all: not where the buyer is the provider itself or the course is free.
    """

    id: int
    reference: str
    listing_id: int
    listing_reference: str
    run_id: int
    run_reference: str
    provider_id: int
    buyer_id: int
    title: str
    po_number: str
    note: str
    booked_by: int
    booked_at: datetime
    tier: Tier
    vat_treatment: VatTreatment
    vat_reason: str
    vat_decided_by: int | None
    vat_rate: int
    charge_on: ChargeOn
    bands: tuple[Band, ...]
    no_show_percent: int
    name_by_date: date | None
    whole_school_id: int | None
    places: tuple[PlaceValue, ...]

    @property
    def is_charged(self) -> bool:
        """Whether anything is owed for it: one's own trust and free places are not charged."""
        return self.tier not in (Tier.OWN, Tier.FREE)

    @property
    def live(self) -> tuple[PlaceValue, ...]:
        """The places that have not come to their end."""
        return tuple(each for each in self.places if each.is_live)

    def in_state(self, *states: PlaceState) -> tuple[PlaceValue, ...]:
        """Its places in any of some states."""
        return tuple(each for each in self.places if each.state in states)
