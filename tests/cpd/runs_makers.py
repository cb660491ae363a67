"""Runs as they are typed, for tests, and a course to hang them on. Makers that write need a transaction."""

from datetime import date, datetime, time, timedelta
from secrets import token_hex
from typing import Any

from app.cpd import actions, queries
from app.cpd.models import Booking, Place, Seat
from app.cpd.rules import london_moment
from app.cpd.values import TAKEN, ChargeOn, PlaceState, RunDraft, RunValue, SessionDraft, Tier, Venue
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.references import new_reference
from app.kernel.vat import VatTreatment
from app.trusts.values import Role
from tests.clock import START
from tests.cpd.makers import make_course
from tests.listings.makers import make_member, make_trust

FIRST_DAY = date(2027, 1, 12)


def session_draft(
    day: date = FIRST_DAY, starts: str = "09:30", ends: str = "15:30", *, online: bool = False, **changes: Any
) -> SessionDraft:
    """A session at Mill House in Leeds, or online, with some of it changed; times are London's."""
    where: dict[str, Any] = {"venue": Venue.ADDRESS, "address": "Mill House, 1 Mill Lane, Leeds", "postcode": "LS1 4AP"}
    if online:
        where = {"venue": Venue.ONLINE, "link": "https://meet.example/abc"}
    begins, finishes = (london_moment(day, time.fromisoformat(each)) for each in (starts, ends))
    return SessionDraft(**{"starts_at": begins, "ends_at": finishes, "capacity": 20, **where, **changes})


def run_draft(*sessions: SessionDraft, **changes: Any) -> RunDraft:
    """A run of these sessions, or of two a week apart."""
    twice = (session_draft(), session_draft(FIRST_DAY + timedelta(days=7)))
    return RunDraft(sessions=sessions or twice, **changes)


def make_bare_course(actor: Actor, *, at: datetime = START) -> str:
    """A draft of a course without a run; returns its reference."""
    return make_course(actor, at=at, run=False)


def add_run(actor: Actor, course: str, *sessions: SessionDraft, at: datetime = START, **changes: Any) -> str:
    """A run of a course; returns its reference."""
    return actions.add_run(course_reference=course, draft=run_draft(*sessions, **changes), actor=actor, at=at)


def take_places(
    run_reference: str,
    count: int,
    *,
    state: PlaceState = PlaceState.BOOKED,
    buyer: Actor | None = None,
    at: datetime = START,
) -> int:
    """So many places on the whole of a run, as rows, of a trust of its own or the buyer's; returns the trust's id."""
    buyer = buyer or make_member(make_trust("Westbrook Schools Trust"), Role.BUYER)
    run = queries.get_run(run_reference)
    booking = Booking(
        reference=new_reference("BKG"), token=token_hex(8), listing_id=run.listing_id, run_id=run.id,
        provider_id=run.provider_id, buyer_id=buyer.trust, title="Phonics for all", po_number="", note="",
        booked_by=buyer.person_id, booked_at=at, tier=Tier.OTHER, vat_treatment=VatTreatment.EXEMPT, vat_reason="",
        vat_rate=0, charge_on=ChargeOn.BOOKING, bands=[], no_show_percent=100,
    )  # fmt: skip
    session().add(booking)
    session().flush()
    for number in range(1, count + 1):
        place = Place(
            booking_id=booking.id, run_id=run.id, position=number, state=state, price_pence=0, asked_at=at,
            in_line=number if state is PlaceState.WAITING else None,
        )  # fmt: skip
        session().add(place)
        session().flush()
        taken = state in TAKEN
        session().add_all(Seat(place_id=place.id, session_id=each.id, is_taken=taken) for each in run.sessions)
    session().flush()
    return buyer.trust


def as_typed(run: RunValue, **changes: Any) -> RunDraft:
    """A run as its form shows it for changing."""
    names = ("id", "starts_at", "ends_at", "venue", "capacity", "school_id", "address", "link")
    typed = tuple(
        SessionDraft(
            **{name: getattr(each, name) for name in names},
            postcode=each.postcode if each.venue is Venue.ADDRESS else "",
        )
        for each in run.sessions
    )
    values = {"name": run.name, "minimum_places": run.minimum_places, "decide_on_date": run.decide_on_date}
    return RunDraft(**{"sessions": typed, **values, **changes})
