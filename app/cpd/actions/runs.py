"""Adding a run of a course, and deciding that it goes ahead."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from app.audit import actions as audit
from app.cpd import rules
from app.cpd.actions.locks import lock_run, note_places
from app.cpd.models import Run, RunGoAhead, Session
from app.cpd.queries.runs import get_own_run
from app.cpd.values import KIND, RunDraft, SessionDraft, Venue
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound, Refused
from app.kernel.postcodes import centre_of, tidy_postcode
from app.kernel.references import new_reference
from app.listings import queries as listings
from app.listings import rules as listing_rules
from app.listings.values import ListingValue
from app.trusts import queries as trusts
from app.trusts.values import SchoolValue

Schools = dict[int, SchoolValue]


def add_run(*, course_reference: str, draft: RunDraft, actor: Actor, at: datetime) -> str:
    """Add a run to a course of the actor's trust; returns its reference. Its sessions are put in order of time.

    Raises NotFound, WrongState for a closed course, or Incomplete with every fault.
    """
    course = _own_course(course_reference, actor)
    listing_rules.check_can_change(course.state)
    schools = schools_of(draft)
    listing_rules.check_complete([*rules.run_faults(draft, at=at), *school_faults(draft, schools)])
    sessions = sorted(draft.sessions, key=lambda each: each.starts_at)
    run = lock_run(_insert_run(course, draft, at))
    session().add_all(new_session(run.id, place, each, schools) for place, each in enumerate(sessions, 1))
    session().flush()
    facts = {"course": course.reference, "sessions": len(sessions)}
    audit.record(actor=actor, verb="cpd.run_added", subject=run.reference, at=at, facts=facts)
    note_places(run, at)
    return run.reference


def go_ahead(*, reference: str, actor: Actor, at: datetime) -> None:
    """Decide that a run with a minimum is given, however many come. Raises NotFound or RunStopped."""
    run = lock_run(get_own_run(actor.trust, reference).id)
    rules.check_can_go_ahead(get_own_run(actor.trust, reference), at)
    session().add(RunGoAhead(run_id=run.id, person_id=actor.person_id, decided_at=at))
    session().flush()
    audit.record(actor=actor, verb="cpd.run_goes_ahead", subject=reference, at=at)


def new_session(run_id: int, position: int, typed: SessionDraft, schools: Schools) -> Session:
    """The row of a session that is not there yet; its UID is its own for good."""
    columns = session_columns(typed, schools)
    return Session(run_id=run_id, position=position, uid=f"{uuid4()}@trust-exchange", taken=0, sequence=0, **columns)


def session_columns(typed: SessionDraft, schools: Schools) -> dict[str, Any]:
    """What a session's row says of what was typed: only what its kind of venue has, and where that is."""
    return {
        "starts_at": typed.starts_at,
        "ends_at": typed.ends_at,
        "venue": typed.venue,
        "capacity": typed.capacity,
        "link": typed.link if typed.venue is Venue.ONLINE else "",
        **_where(typed, schools),
    }


def schools_of(draft: RunDraft) -> Schools:
    """The schools at which sessions are typed to be, as the register has them, in one batch."""
    return trusts.schools_by_id({each.school_id for each in draft.sessions if each.school_id is not None})


def school_faults(draft: RunDraft, schools: Schools) -> list[Refused]:
    """The sessions at a school that the register does not hold."""
    return [
        Refused("Choose the school again: it is not on the register", field=f"session-{number}-school")
        for number, each in enumerate(draft.sessions, 1)
        if each.venue is Venue.SCHOOL and each.school_id is not None and each.school_id not in schools
    ]


def run_columns(draft: RunDraft) -> dict[str, Any]:
    """What a run's row says of what was typed."""
    return {
        "name": draft.name,
        "starts_at": min(each.starts_at for each in draft.sessions),
        "ends_at": max(each.ends_at for each in draft.sessions),
        "minimum_places": draft.minimum_places,
        "decide_on_date": draft.decide_on_date,
    }


def _own_course(reference: str, actor: Actor) -> ListingValue:
    listing = listings.get_own(actor.trust, reference)
    if listing.kind != KIND:
        raise NotFound(f"{reference} is no course")
    return listing


def _insert_run(course: ListingValue, draft: RunDraft, at: datetime) -> int:
    values = {
        **run_columns(draft),
        "listing_id": course.id,
        "provider_id": course.trust_id,
        "next_in_line": 1,
        "version": 1,
        "created_at": at,
    }
    while True:
        reference = new_reference("RUN")
        if insert_or_ignore(Run.__table__, {**values, "reference": reference}):  # type: ignore[arg-type]
            return session().scalars(select(Run.id).where(Run.reference == reference)).one()


def _where(typed: SessionDraft, schools: Schools) -> dict[str, Any]:
    if typed.venue is Venue.SCHOOL and typed.school_id is not None:
        school = schools[typed.school_id]
        point = {"easting": school.easting, "northing": school.northing}
        return {"school_id": school.id, "address": "", "postcode": school.postcode, **point}
    if typed.venue is Venue.ADDRESS:
        centre = centre_of(typed.postcode)
        point = {"easting": centre.easting, "northing": centre.northing}
        return {"school_id": None, "address": typed.address, "postcode": tidy_postcode(typed.postcode), **point}
    return {"school_id": None, "address": "", "postcode": "", "easting": None, "northing": None}
