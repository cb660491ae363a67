"""Runs as they are typed, for tests, and a course to hang them on. Makers that write need a transaction."""

from datetime import date, datetime, time, timedelta
from typing import Any

from app.cpd import actions
from app.cpd.rules import london_moment
from app.cpd.values import KIND, RunDraft, SessionDraft, Venue
from app.kernel.actor import Actor
from app.listings import actions as listings
from tests.clock import START
from tests.listings.makers import draft

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


def make_bare_course(actor: Actor, *, at: datetime = START, published: bool = False) -> str:
    """A listing of a course without its particulars, which is all that a run needs of it; returns its reference."""
    listing = listings.draft_listing(kind=KIND, draft=draft(title="Phonics for all"), actor=actor, at=at)
    if published:
        listings.publish_listing(reference=listing.reference, actor=actor, at=at)
    return listing.reference


def add_run(actor: Actor, course: str, *sessions: SessionDraft, at: datetime = START, **changes: Any) -> str:
    """A run of a course; returns its reference."""
    return actions.add_run(course_reference=course, draft=run_draft(*sessions, **changes), actor=actor, at=at)
