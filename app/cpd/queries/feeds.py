"""What calendars and feeds are made of: the sessions of a trust, and courses that are new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.cpd.models import Booking, CalendarFeed, Place, Run, Seat, Session
from app.cpd.queries.courses import courses_by_id, courses_by_reference
from app.cpd.queries.runs import coming_at, list_coming_runs, not_cancelled, runs_by_id
from app.cpd.values import KIND, CourseValue, PlaceState, RunValue, SessionValue
from app.kernel.database import session
from app.listings import queries as listings

MOST_SESSIONS = 1_000


@dataclass(frozen=True)
class FeedValue:
    """The secret address of a trust's calendar, and when it was made."""

    trust_id: int
    secret: str
    made_at: datetime


@dataclass(frozen=True)
class TrustSession:
    """A session that a trust gives, or on which it has `booked` places."""

    course: CourseValue
    run: RunValue
    session: SessionValue
    booked: int


def find_feed(trust_id: int) -> FeedValue | None:
    """The calendar feed of a trust, if it has one."""
    row = session().get(CalendarFeed, trust_id, populate_existing=True)
    return FeedValue(row.trust_id, row.secret, row.made_at) if row else None


def find_feed_by_secret(secret: str) -> FeedValue | None:
    """The feed at a secret address; None for one that never was, was renewed or removed."""
    row = session().scalar(select(CalendarFeed).where(CalendarFeed.secret == secret))
    return FeedValue(row.trust_id, row.secret, row.made_at) if row else None


def sessions_of_trust(trust_id: int, since: datetime) -> list[TrustSession]:
    """The sessions ending after a moment that a trust gives or has places on, soonest first; none of cancelled runs."""
    booked = _booked(trust_id, since)
    given = select(Session.id).join(Run, Run.id == Session.run_id)
    query = given.where(Run.provider_id == trust_id, not_cancelled(), Session.ends_at > since)
    wanted = {*booked, *session().scalars(query.order_by(Session.starts_at).limit(MOST_SESSIONS))}
    runs = runs_by_id(session().scalars(select(Session.run_id).where(Session.id.in_(wanted)).distinct()))
    courses = courses_by_id({run.listing_id for run in runs.values()})
    found = [
        TrustSession(courses[run.listing_id], run, each, booked.get(each.id, 0))
        for run in runs.values()
        for each in run.sessions
        if each.id in wanted
    ]
    return sorted(found, key=lambda each: (each.session.starts_at, each.session.id))[:MOST_SESSIONS]


def sessions_between(
    references: Iterable[str], first: datetime, last: datetime, at: datetime
) -> list[tuple[CourseValue, RunValue, SessionValue]]:
    """The sessions of some courses that start from one moment to before another and may still be asked for."""
    courses = {each.listing.id: each for each in courses_by_reference(references).values()}
    inside = select(Session.run_id).where(Session.starts_at >= first, Session.starts_at < last)
    query = select(Run.id).where(Run.listing_id.in_(courses), Run.id.in_(inside), *coming_at(at))
    found = [
        (courses[run.listing_id], run, each)
        for run in runs_by_id(session().scalars(query)).values()
        for each in run.open_sessions(at)
        if first <= each.starts_at < last
    ]
    return sorted(found, key=lambda each: (each[2].starts_at, each[0].listing.title.casefold(), each[2].id))


def next_session_from(references: Iterable[str], moment: datetime, at: datetime) -> datetime | None:
    """When the first session of some courses from a moment on starts that may still be asked for."""
    ids = [each.id for each in listings.listings_by_reference(references).values()]
    query = select(func.min(Session.starts_at)).join(Run, Run.id == Session.run_id)
    to_come = (Session.starts_at >= moment, Session.starts_at > at, *coming_at(at))
    return session().scalar(query.where(Run.listing_id.in_(ids), *to_come))


def new_courses(most: int, at: datetime) -> list[tuple[CourseValue, list[RunValue]]]:
    """The courses published last that have a run to come, newest first, with those runs."""
    found = listings.list_newest(most, kind=KIND)
    courses = courses_by_id(each.id for each in found)
    coming = list_coming_runs(courses, at)
    return [(courses[each.id], coming[each.id]) for each in found if coming.get(each.id)]


def _booked(trust_id: int, since: datetime) -> dict[int, int]:
    """How many places a trust has booked, by session."""
    query = (
        select(Seat.session_id, func.count())
        .join(Place, Place.id == Seat.place_id)
        .join(Booking, Booking.id == Place.booking_id)
        .join(Session, Session.id == Seat.session_id)
        .where(Booking.buyer_id == trust_id, Place.state == PlaceState.BOOKED, Seat.is_taken, Session.ends_at > since)
        .group_by(Seat.session_id)
    )
    return {row[0]: row[1] for row in session().execute(query)}
