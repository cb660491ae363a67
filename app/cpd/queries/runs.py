"""Runs of courses with their sessions: one, those of a course, those to come."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.cpd.models import Course, Run, Session
from app.cpd.models import RunCancellation as Cancelled
from app.cpd.values import BookedBy, RunCancellationValue, RunValue, SessionValue, Venue
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.trusts import queries as trusts
from app.trusts.values import SchoolValue


def get_run(reference: str) -> RunValue:
    """A run in whatever state. Raises NotFound. Who may see it is the caller's to ask."""
    return _one(_all().where(Run.reference == reference), reference)


def get_own_run(trust_id: int, reference: str) -> RunValue:
    """A run that this trust gives. Raises NotFound for another's."""
    return _one(_all().where(Run.reference == reference, Run.provider_id == trust_id), reference)


def runs_by_id(run_ids: Iterable[int]) -> dict[int, RunValue]:
    """Runs by id in one batch; what does not exist is missing from the answer."""
    wanted = set(run_ids)
    return {each.id: each for each in _many(_all().where(Run.id.in_(wanted)))} if wanted else {}


def list_runs(listing_id: int) -> list[RunValue]:
    """Every run of a course, past and cancelled ones too, in the order in which they begin."""
    return _many(_all().where(Run.listing_id == listing_id).order_by(Run.starts_at, Run.id))


def list_coming_runs(listing_ids: Iterable[int], at: datetime) -> dict[int, list[RunValue]]:
    """The runs of courses that places may still be asked for, soonest first; a course without any has an empty list."""
    wanted = set(listing_ids)
    coming = _all().where(Run.listing_id.in_(wanted), *coming_at(at)).order_by(Run.starts_at, Run.id)
    found: dict[int, list[RunValue]] = defaultdict(list)
    for each in _many(coming):
        found[each.listing_id].append(each)
    return {listing_id: found[listing_id] for listing_id in wanted}


def coming_at(at: datetime) -> tuple[ColumnElement[bool], ...]:
    """That places on a run may be asked for, as `RunValue.is_open` says of one, for a query of runs."""
    of_run = Course.listing_id == Run.listing_id
    by_session = select(Course.listing_id).where(of_run, Course.booked_by == BookedBy.SESSION)
    later = select(Session.id).where(Session.run_id == Run.id, Session.starts_at > at)
    goes_on = by_session.correlate(Run).exists() & later.correlate(Run).exists()
    return Run.ends_at > at, or_(Run.starts_at > at, goes_on), not_cancelled()


def not_cancelled() -> ColumnElement[bool]:
    """That a run is not cancelled, for a query of runs."""
    return ~select(Cancelled.run_id).where(Cancelled.run_id == Run.id).exists()


def session_values(rows: Sequence[Session]) -> list[SessionValue]:
    """What others get of sessions, in the same order, with the schools looked up in one batch."""
    schools = trusts.schools_by_id({each.school_id for each in rows if each.school_id is not None})
    return [_session_value(each, schools) for each in rows]


def _all() -> Select[Run, BookedBy]:
    records = [joinedload(each) for each in (Run.cancellation, Run.go_ahead, Run.closing)]
    query = select(Run, Course.booked_by).join(Course, Course.listing_id == Run.listing_id)
    return query.options(selectinload(Run.sessions), *records).execution_options(populate_existing=True)


def _one(query: Select[Run, BookedBy], reference: str) -> RunValue:
    found = _many(query)
    if not found:
        raise NotFound(f"no run {reference}")
    return found[0]


def _many(query: Select[Run, BookedBy]) -> list[RunValue]:
    rows = session().execute(query).all()
    sessions: dict[int, list[SessionValue]] = defaultdict(list)
    for each in session_values([held for row, _ in rows for held in row.sessions]):
        sessions[each.run_id].append(each)
    return [_value(row, tuple(sessions[row.id]), BookedBy(booked_by)) for row, booked_by in rows]


def _value(row: Run, sessions: tuple[SessionValue, ...], booked_by: BookedBy) -> RunValue:
    ended = row.cancellation
    return RunValue(
        id=row.id,
        reference=row.reference,
        listing_id=row.listing_id,
        provider_id=row.provider_id,
        name=row.name,
        sessions=sessions,
        minimum_places=row.minimum_places,
        decide_on_date=row.decide_on_date,
        goes_ahead_at=row.go_ahead.decided_at if row.go_ahead else None,
        cancellation=RunCancellationValue(ended.reason, ended.cancelled_at) if ended else None,
        closed_at=row.closing.closed_at if row.closing else None,
        version=row.version,
        booked_by=booked_by,
    )


def _session_value(row: Session, schools: dict[int, SchoolValue]) -> SessionValue:
    return SessionValue(
        id=row.id,
        run_id=row.run_id,
        position=row.position,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        venue=Venue(row.venue),
        school_id=row.school_id,
        address=row.address,
        postcode=row.postcode,
        link=row.link,
        place_line=_place_line(row, schools),
        easting=row.easting,
        northing=row.northing,
        capacity=row.capacity,
        taken=row.taken,
        uid=row.uid,
        sequence=row.sequence,
    )


def _place_line(row: Session, schools: dict[int, SchoolValue]) -> str:
    if row.venue == Venue.ONLINE:
        return Venue.ONLINE.label
    school = schools.get(row.school_id) if row.school_id is not None else None
    parts = (school.name, school.town) if school else (row.address, row.postcode)
    return ", ".join(part for part in parts if part)
