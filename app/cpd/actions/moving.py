"""What a provider does with the line and with seats: more places, a place out of order, a place on another run."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from app.audit import actions as audit
from app.cpd import messages, rules
from app.cpd.actions.locks import lock_run, lock_runs, note_places
from app.cpd.actions.places import free_seats, move, take_seats
from app.cpd.actions.waiting import join_line, offer_next, offer_places
from app.cpd.models import Place, Promotion, Run, Seat, Session
from app.cpd.queries.bookings import booking_by_reference
from app.cpd.queries.delegates import coming_to
from app.cpd.queries.places import get_place_given, left_in
from app.cpd.queries.runs import get_own_run, runs_by_id
from app.cpd.values import PlaceState, PlaceValue
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.errors import NotFound


def set_capacity(*, session_id: int, capacity: int, actor: Actor, at: datetime) -> list[int]:
    """Give a session more places, or fewer, never fewer than are taken; returns the ids of places offered by it.

    More places are offered to those in line at once. Raises NotFound, RunStopped, or CapacityWrong.
    """
    run_id = session().scalar(select(Session.run_id).where(Session.id == session_id))
    run = lock_run(run_id) if run_id is not None else None
    if run is None or run.provider_id != actor.trust:
        raise NotFound(f"no session {session_id} of trust {actor.trust}")
    value = runs_by_id([run.id])[run.id]
    rules.check_can_change_run(value, at)
    before = next(each for each in value.sessions if each.id == session_id)
    rules.check_capacity(capacity, taken=before.taken)
    _give_places(run, {session_id: capacity})
    facts = {"session": session_id, "before": before.capacity, "after": capacity}
    audit.record(actor=actor, verb="cpd.capacity_set", subject=run.reference, at=at, facts=facts)
    offered = offer_next(run, at)
    note_places(run, at)
    return offered


def promote(*, place_id: int, reason: str, add_place: bool = False, actor: Actor, at: datetime) -> bool:
    """The provider has a place that waits served before others in line, with a reason.

    It is offered at once where a seat is free for it, or with `add_place` where one more is made in each session
    that is full. Else it goes to the head of the line: the next seat is its. Returns whether it was offered.
    Raises NotFound, CannotBook without a reason, RunStopped, or MovedOn where it does not wait.
    """
    why = rules.check_reason(reason, doing="offering this place out of order")
    run = lock_run(get_place_given(actor.trust, place_id).run_id)
    place = get_place_given(actor.trust, place_id)
    if place.state is not PlaceState.WAITING or place.run_id != run.id:
        raise rules.MovedOn
    value = runs_by_id([run.id])[run.id]
    rules.check_to_come(value, place.session_ids, at)
    if add_place:
        full = {each.id: each.capacity + 1 for each in value.sessions if each.id in place.session_ids and not each.left}
        _give_places(run, full)
    _to_the_head(run, place_id)
    _note_promotion(place, run, run, why, actor, at)
    is_offered = rules.fits(place.session_ids, left_in(run.id, at))
    if is_offered:
        offer_places(run, [session().get_one(Place, place_id)], at, ahead_for=why)
    facts = {"place": place_id, "added": add_place, "offered": is_offered}
    _record("cpd.place_promoted", place, facts, actor, at)
    offer_next(run, at)
    note_places(run, at)
    return is_offered


def move_place(*, place_id: int, to_run_reference: str, reason: str, actor: Actor, at: datetime) -> None:
    """The provider moves a place to another run of the same course, with a reason; its price and terms stay.

    A booked place needs a seat there; one that waits or is offered is offered a seat there, or joins that line.
    Raises NotFound, Full, AlreadyComing, MovedOn, or CannotBook for a place or a run that does not allow it.
    """
    why = rules.check_reason(reason, doing="moving this place")
    seen, target = get_place_given(actor.trust, place_id), get_own_run(actor.trust, to_run_reference)
    runs = {each.id: each for each in lock_runs([seen.run_id, target.id])}
    place = get_place_given(actor.trust, place_id)
    before, after = (runs_by_id(runs)[number] for number in (seen.run_id, target.id))
    if (place.state, place.run_id) != (seen.state, seen.run_id):
        raise rules.MovedOn
    rules.check_can_move(place, before, after, at)
    wanted = rules.same_sessions(place.session_ids, before, after)
    if place.delegate is not None:
        rules.check_nobody_comes([each.name for each in coming_to([place.delegate.id], wanted, besides=place.id)])
    if place.state is PlaceState.BOOKED and not rules.fits(wanted, left_in(after.id, at)):
        raise rules.Full("That run has no place free for this one. Choose another run, or add a place to it.")
    _note_promotion(place, runs[before.id], runs[after.id], why, actor, at)
    _reseat(place, runs[after.id], wanted)
    facts = {"place": place_id, "from": before.reference, "to": after.reference}
    _record("cpd.place_moved", place, facts, actor, at)
    messages.tell_moved(
        booking_by_reference(place.booking_reference), place, get_place_given(actor.trust, place_id), why, at=at
    )
    for run in runs.values():
        offer_next(run, at)
    note_places(runs[after.id], at)


def _reseat(place: PlaceValue, run: Run, wanted: tuple[int, ...]) -> None:
    """Seats stay with their sessions, so a place that moves gives its own back and takes others."""
    free_seats([place.id])
    session().execute(delete(Seat).where(Seat.place_id == place.id))
    session().add_all(Seat(place_id=place.id, session_id=each, is_taken=False) for each in wanted)
    session().flush()
    if place.state is PlaceState.BOOKED:
        move([place.id], of=(place.state,), to=place.state, run_id=run.id)
        take_seats([place.id])
        return
    line = join_line(run, 1)
    to = {"run_id": run.id, "in_line": line, "offered_until": None}
    move([place.id], of=(place.state,), to=PlaceState.WAITING, **to)


def _give_places(run: Run, capacities: dict[int, int]) -> None:
    """Set the capacity of sessions of a run that is held, whose version rises: whoever edits it sees that."""
    for number, capacity in capacities.items():
        given = update(Session).where(Session.id == number).values(capacity=capacity)
        session().execute(given.execution_options(synchronize_session=False))
    if capacities:
        changed = update(Run).where(Run.id == run.id).values(version=Run.version + 1)
        session().execute(changed.execution_options(synchronize_session=False))


def _to_the_head(run: Run, place_id: int) -> None:
    waiting = (Place.run_id == run.id, Place.state == PlaceState.WAITING)
    first = session().scalars(select(func.min(Place.in_line)).where(*waiting)).one()
    ahead = update(Place).where(Place.id == place_id).values(in_line=(first or 1) - 1)
    session().execute(ahead.execution_options(synchronize_session=False))


def _note_promotion(place: PlaceValue, before: Run, after: Run, reason: str, actor: Actor, at: datetime) -> None:
    session().add(
        Promotion(
            place_id=place.id,
            from_run_id=before.id,
            to_run_id=after.id,
            reason=reason,
            person_id=actor.person_id,
            made_at=at,
        )
    )
    session().flush()


def _record(verb: str, place: PlaceValue, facts: dict[str, Any], actor: Actor, at: datetime) -> None:
    audit.record(actor=actor, verb=verb, subject=place.booking_reference, at=at, concerns=[place.buyer_id], facts=facts)
