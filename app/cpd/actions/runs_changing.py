"""Changing a run: its times, its venues, how many it holds, and while nobody has a place its sessions."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select, update

from app.audit import actions as audit
from app.cpd import rules
from app.cpd.actions.locks import lock_run, note_places
from app.cpd.actions.runs import Schools, new_session, run_columns, school_faults, schools_of, session_columns
from app.cpd.actions.waiting import offer_next
from app.cpd.messages.runs import tell_run_changed
from app.cpd.models import Booking, Place, Run, Session
from app.cpd.queries.places import place_starts_at
from app.cpd.queries.runs import get_own_run
from app.cpd.queries.runs_places import buyers_of_run, have_seats
from app.cpd.values import LIVE, PlaceState, RunDraft, RunValue
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.errors import Refused
from app.listings import rules as listing_rules


def change_run(*, reference: str, draft: RunDraft, version: int, actor: Actor, at: datetime) -> list[str]:
    """Change a run of the actor's trust; those booked are told of new times and places. Returns warnings.

    `version` is the one that the person had before them. Sessions are known by their ids; without one
    they are added, and those left out are taken away: both only while nobody has a place or waits for one.
    More places are offered to those in line. Raises NotFound, RunStopped, RunOutdated, or Incomplete with every fault.
    """
    row = lock_run(get_own_run(actor.trust, reference).id)
    run = get_own_run(actor.trust, reference)
    rules.check_can_change_run(run, at)
    _check_version(run, draft, version)
    schools = schools_of(draft)
    buyers = buyers_of_run(run.id)
    before = {each.id: each for each in run.sessions}
    faults = [*rules.run_faults(draft, at=at, before=before), *school_faults(draft, schools)]
    listing_rules.check_complete([*faults, *_count_faults(run, draft, buyers)])
    moved = [each.id for each in draft.sessions if each.id is not None and rules.follows(before[each.id], each)]
    _write(row, draft, moved, schools)
    _bring_forward(get_own_run(actor.trust, reference))
    facts = {"version": row.version, "sessions": len(draft.sessions), "moved": len(moved)}
    audit.record(actor=actor, verb="cpd.run_changed", subject=reference, at=at, concerns=buyers, facts=facts)
    tell_run_changed(run, get_own_run(actor.trust, reference), at=at)
    offer_next(lock_run(row.id), at)
    note_places(row, at)
    return rules.run_warnings(draft)


def _check_version(run: RunValue, draft: RunDraft, version: int) -> None:
    known = {each.id for each in run.sessions}
    if run.version != version or not {each.id for each in draft.sessions if each.id is not None} <= known:
        raise rules.RunOutdated


def _count_faults(run: RunValue, draft: RunDraft, buyers: list[int]) -> Iterable[Refused]:
    """What stands against adding sessions or taking some away."""
    kept = {each.id for each in draft.sessions}
    gone = [each.id for each in run.sessions if each.id not in kept]
    if buyers and (gone or None in kept):
        yield Refused(
            "People have places on this run or wait for one, so its sessions stay as many as they are. "
            "Add another run instead",
            field="add",
        )
    elif gone and have_seats(gone):
        yield Refused(
            "Places were once booked on a session that you removed, so it stays on record. "
            "Cancel this run and add another instead",
            field="add",
        )


def _write(row: Run, draft: RunDraft, moved: list[int], schools: Schools) -> None:
    held = {each.id: each for each in row.sessions}
    for each in row.sessions:
        each.position = -each.position
    session().flush()
    kept = _in_order(row.id, draft, held, moved, schools)
    for gone in set(held) - {each.id for each in kept}:
        session().delete(held[gone])
    for name, value in run_columns(draft).items():
        setattr(row, name, value)
    row.version += 1
    session().flush()
    session().expire(row)


def _bring_forward(run: RunValue) -> None:
    """Places that begin sooner than they did: none is held, offered or to be named any longer than until then."""
    for state, until in ((PlaceState.HELD, Place.held_until), (PlaceState.OFFERED, Place.offered_until)):
        kept = update(Place).where(Place.run_id == run.id, Place.state == state, until > place_starts_at())
        session().execute(kept.values({until: place_starts_at()}).execution_options(synchronize_session=False))
    live = select(Place.booking_id, func.min(place_starts_at())).where(Place.run_id == run.id, Place.state.in_(LIVE))
    for booking_id, starts_at in session().execute(live.group_by(Place.booking_id)).all():
        day = london_date(starts_at)
        named = update(Booking).where(Booking.id == booking_id, Booking.name_by_date > day)
        session().execute(named.values(name_by_date=day).execution_options(synchronize_session=False))


def _in_order(
    run_id: int, draft: RunDraft, held: dict[int, Session], moved: list[int], schools: Schools
) -> list[Session]:
    """The sessions as they are from now on, numbered in order of time; new ones join the run."""
    kept = []
    for position, typed in enumerate(sorted(draft.sessions, key=lambda each: each.starts_at), 1):
        if typed.id is None:
            each = new_session(run_id, position, typed, schools)
            session().add(each)
        else:
            each = held[typed.id]
            for name, value in session_columns(typed, schools).items():
                setattr(each, name, value)
            each.position = position
            each.sequence += typed.id in moved
        kept.append(each)
    return kept
