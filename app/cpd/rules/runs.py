"""What a run of a course and its sessions must be, and what is worth a warning."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations

from app.cpd.rules.runs_times import time_text
from app.cpd.values import RunDraft, RunValue, SessionDraft, SessionValue, Venue
from app.kernel.clock import LONDON, london_date
from app.kernel.errors import Refused
from app.kernel.postcodes import UnknownPostcode, centre_of

MOST_SESSIONS = 20
MOST_PLACES = 10_000
YEARS_AHEAD = 2
LONGEST_NAME = 80
LONGEST_ADDRESS = 200
LONGEST_LINK = 500
FULL_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}")
LINK = re.compile(r"https?://[^\s/@]+\.[^\s]+")
Before = Mapping[int, SessionValue]


class RunOutdated(Refused):
    """Somebody else changed the run while this person had it open."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this run while you had it open, so yours is not saved yet. "
            "Look at their version, then save again to replace it with yours."
        )


class RunStopped(Refused):
    """A run is cancelled, over or its register is closed: it stays as it is."""


def run_faults(draft: RunDraft, *, at: datetime, before: Before | None = None) -> list[Refused]:
    """What is wrong with a run as typed, all at once, each beside its field; empty where nothing is.

    Fields of the nth session are named "session-n-capacity", n from 1. `before` are the sessions as
    they stand, by id, where a run is being changed: a session that has begun keeps its times, and a capacity is never
    below what is taken.
    """
    stood = before or {}
    found = list(_run_faults(draft, None if before else london_date(at)))
    for number, session in enumerate(draft.sessions, 1):
        held = stood.get(session.id) if session.id is not None else None
        found += [
            Refused(fault.message, field=f"session-{number}-{fault.field}")
            for fault in _session_faults(session, held, at)
        ]
    return [*found, *_overlaps(draft.sessions)]


def check_can_change_run(run: RunValue, at: datetime) -> None:
    """Raises RunStopped for a run that is cancelled, over, or whose register is closed."""
    if run.cancellation is not None:
        raise RunStopped("This run was cancelled, so it cannot be changed. Add another run instead.")
    if run.closed_at is not None or run.is_over(at):
        raise RunStopped("This run is over, so it cannot be changed. Add another run instead.")


def check_can_go_ahead(run: RunValue, at: datetime) -> None:
    """Raises RunStopped unless a run has a minimum that is still to be decided upon."""
    check_can_change_run(run, at)
    if run.goes_ahead_at is not None:
        raise RunStopped("It is already decided that this run goes ahead.")
    if run.minimum_places is None:
        raise RunStopped("This run has no minimum number of places, so it goes ahead anyway.")


def follows(before: SessionValue, after: SessionDraft) -> bool:
    """Whether the calendars of those booked must follow a change: of time or of place, not of capacity."""
    return when_and_where(before) != when_and_where(after)


def when_and_where(session: SessionValue | SessionDraft) -> tuple[object, ...]:
    """What of a session stands in a calendar."""
    postcode = session.postcode if session.venue is Venue.ADDRESS else ""
    times = (session.starts_at, session.ends_at)
    return (*times, session.venue, session.school_id, session.address, postcode, session.link)


def latest_day(at: datetime) -> date:
    """The last day on which a session may be: two years on."""
    today = london_date(at)
    if (today.month, today.day) == (2, 29):
        today -= timedelta(days=1)
    return today.replace(year=today.year + YEARS_AHEAD)


def _run_faults(draft: RunDraft, added_on: date | None) -> Iterable[Refused]:
    if not draft.sessions:
        yield Refused("Add at least one session", field="add")
        return
    if len(draft.sessions) > MOST_SESSIONS:
        yield Refused(f"A run has at most {MOST_SESSIONS} sessions. Add another run for the rest", field="add")
    if len(draft.name) > LONGEST_NAME:
        yield Refused(f"Name of this run must be {LONGEST_NAME} characters or fewer", field="name")
    yield from _minimum_faults(draft, added_on)


def _minimum_faults(draft: RunDraft, added_on: date | None) -> Iterable[Refused]:
    """A new run, `added_on` a day, is decided on that day or later."""
    least, day = draft.minimum_places, draft.decide_on_date
    capacity = min(each.capacity for each in draft.sessions)
    start = london_date(min(each.starts_at for each in draft.sessions))
    if least is not None and least < 1:
        yield Refused("Minimum number of places must be 1 or more, or empty", field="minimum_places")
    elif least is not None and least > capacity >= 1:
        yield Refused(
            f"Minimum number of places must be {capacity:,} or fewer: there are no more places than that",
            field="minimum_places",
        )
    if least is not None and day is None:
        yield Refused("Enter the date on which you decide whether it goes ahead", field="decide_on_date")
    if day is not None and least is None:
        yield Refused("Enter the minimum number of places, or leave the date empty", field="minimum_places")
    if day is not None and day >= start:
        yield Refused(f"Enter a date before the run begins on {_day(start)}", field="decide_on_date")
    elif day is not None and added_on is not None and day < added_on:
        yield Refused("Enter today’s date or a later one", field="decide_on_date")


def _session_faults(session: SessionDraft, held: SessionValue | None, at: datetime) -> Iterable[Refused]:
    yield from _time_faults(session, held, at)
    yield from _venue_faults(session)
    if session.capacity < 1:
        yield Refused("Enter a number of places of 1 or more", field="capacity")
    elif session.capacity > MOST_PLACES:
        yield Refused(f"Enter a number of places of {MOST_PLACES:,} or fewer", field="capacity")
    elif held is not None and session.capacity < held.taken:
        yield Refused(
            f"{held.taken:,} {'place is' if held.taken == 1 else 'places are'} already taken, "
            f"so enter {held.taken:,} or more",
            field="capacity",
        )


def _time_faults(session: SessionDraft, held: SessionValue | None, at: datetime) -> Iterable[Refused]:
    moved = held is None or (held.starts_at, held.ends_at) != (session.starts_at, session.ends_at)
    if session.ends_at <= session.starts_at:
        yield Refused(f"Enter an end after the start at {_time(session.starts_at)}", field="ends")
    if not moved:
        return
    if held is not None and held.starts_at <= at:
        yield Refused("This session has begun, so its date and times stay as they are", field="date")
    elif session.starts_at <= at:
        yield Refused("Enter a date and a start in the future", field="date")
    elif london_date(session.starts_at) > latest_day(at):
        yield Refused(f"Enter a date on or before {_day(latest_day(at))}", field="date")


def _venue_faults(session: SessionDraft) -> Iterable[Refused]:
    if session.venue is Venue.SCHOOL and session.school_id is None:
        yield Refused("Choose the school", field="school")
    if session.venue is Venue.ADDRESS:
        yield from _address_faults(session)
    if session.venue is Venue.ONLINE and session.link and not LINK.fullmatch(session.link):
        yield Refused("Enter a link that starts with https://", field="link")
    if len(session.link) > LONGEST_LINK:
        yield Refused(f"Link must be {LONGEST_LINK} characters or fewer", field="link")


def _address_faults(session: SessionDraft) -> Iterable[Refused]:
    if not session.address:
        yield Refused("Enter the address", field="address")
    elif len(session.address) > LONGEST_ADDRESS:
        yield Refused(f"Address must be {LONGEST_ADDRESS} characters or fewer", field="address")
    if not FULL_POSTCODE.fullmatch("".join(session.postcode.upper().split())):
        yield Refused("Enter a full postcode, like LS1 4AP", field="postcode")
        return
    try:
        centre_of(session.postcode)
    except UnknownPostcode as unknown:
        yield Refused(unknown.message, field="postcode")


def _overlaps(sessions: Sequence[SessionDraft]) -> Iterable[Refused]:
    """Sessions of one run that happen at the same time; those that touch do not."""
    for (one, first), (other, second) in combinations(enumerate(sessions, 1), 2):
        if first.starts_at < second.ends_at and second.starts_at < first.ends_at:
            yield Refused(
                f"Session {other} is at the same time as session {one}. Enter times that do not overlap",
                field=f"session-{other}-starts",
            )


def _time(moment: datetime) -> str:
    return time_text(moment.astimezone(LONDON).time())


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
