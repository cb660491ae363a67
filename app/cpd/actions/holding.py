"""What becomes of places that are held or offered: approved, declined, or run out."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select

from app.approvals import actions as approvals
from app.audit import actions as audit
from app.cpd import messages, rules
from app.cpd.actions.committing import book_places, these
from app.cpd.actions.locks import lock_runs, note_places
from app.cpd.actions.places import end_places, places_in
from app.cpd.actions.waiting import bookings_of, offer_next
from app.cpd.models import Place, Run
from app.cpd.queries.places import place_starts_at, starts_of
from app.cpd.values import Ending, PlaceState
from app.kernel.database import session

LAPSED = {
    Ending.HOLD_LAPSED: "The places were held until now, and nobody decided.",
    Ending.RUN_CANCELLED: "The provider cancelled the course.",
}
TOLD = {
    Ending.HOLD_LAPSED: messages.tell_hold_lapsed,
    Ending.OFFER_LAPSED: messages.tell_offer_lapsed,
    Ending.RUN_BEGAN: messages.tell_began,
}


def book_approved(*, reference: str, approval: str, at: datetime) -> None:
    """Somebody approved: the places held for that are booked, unless the time for which they were held is over.

    Those ran out, and end so; what ended before is left as it is.
    """
    run, places = _held_for(approval)
    if run is None:
        return
    starts = starts_of(each.id for each in places)
    late = [each for each in places if rules.has_run_out(min(each.held_until or at, starts[each.id]), at)]
    good = [each.id for each in places if each not in late]
    if good:
        book_places(reference=reference, place_ids=good, actor=None, at=at)
    end_all(run, late, why=Ending.HOLD_LAPSED, at=at)
    note_places(run, at)


def end_declined(*, approval: str, at: datetime) -> None:
    """Somebody declined: the places held for that are free again, for the next in line."""
    run, places = _held_for(approval)
    if run is None:
        return
    end_all(run, places, why=Ending.NOT_APPROVED, at=at)
    note_places(run, at)


def lapse_holds(*, at: datetime, run_id: int | None = None) -> int:
    """End every hold that is over, on one run or on all; returns how many places that were."""
    over = or_(Place.held_until <= at, place_starts_at() <= at)
    return _end_where(PlaceState.HELD, over, why=Ending.HOLD_LAPSED, at=at, run_id=run_id)


def lapse_offers(*, at: datetime, run_id: int | None = None) -> int:
    """End every offer that is over, on one run or on all, and offer the next in line; returns how many places."""
    over = or_(Place.offered_until <= at, place_starts_at() <= at)
    return _end_where(PlaceState.OFFERED, over, why=Ending.OFFER_LAPSED, at=at, run_id=run_id)


def begin_runs(*, at: datetime, run_id: int | None = None) -> int:
    """Once the first of its sessions has begun, a place that still waits ends; returns how many places that were.

    Nothing is held or offered past a start: `lapse_holds` and `lapse_offers` end those.
    """
    return _end_where(PlaceState.WAITING, place_starts_at() <= at, why=Ending.RUN_BEGAN, at=at, run_id=run_id)


def lapse_approvals(references: Iterable[str | None], *, why: Ending, at: datetime) -> None:
    """What somebody was asked to decide is not there to be decided any more.

    Called before the runs are held: whoever decides holds the approval first, then the run.
    """
    for reference in sorted({each for each in references if each is not None}):
        approvals.lapse(reference=reference, reason=LAPSED[why], at=at)


def end_all(run: Run, places: Sequence[Place], *, why: Ending, at: datetime) -> None:
    """End places of a run that is held, without a fee, and offer what that frees to the next in line."""
    end_places(places, why=why, at=at)
    for booking in bookings_of(places):
        ended = these(booking, (each.id for each in places))
        facts = {"run": run.reference, "places": len(ended), "why": why.value}
        concerns = [booking.buyer_id, booking.provider_id]
        audit.record(
            actor=None, verb="cpd.places_ended", subject=booking.reference, at=at, concerns=concerns, facts=facts
        )
        if why in TOLD:
            TOLD[why](booking, ended, at=at)
    offer_next(run, at)


def _end_where(state: PlaceState, over: ColumnElement[bool], *, why: Ending, at: datetime, run_id: int | None) -> int:
    """End the places in a state for which something is over: approvals first, then the runs, in order."""
    where = [Place.state == state, over, *([Place.run_id == run_id] if run_id is not None else [])]
    found = session().execute(select(Place.run_id, Place.approval_reference).where(*where)).all()
    if state is PlaceState.HELD:
        lapse_approvals([each.approval_reference for each in found], why=why, at=at)
    count = 0
    for run in lock_runs({each.run_id for each in found}):
        query = select(Place).where(*where, Place.run_id == run.id).order_by(Place.id)
        places = list(session().scalars(query.execution_options(populate_existing=True)))
        end_all(run, places, why=why, at=at)
        note_places(run, at)
        count += len(places)
    return count


def _held_for(approval: str) -> tuple[Run | None, list[Place]]:
    """The run, held, of the places that wait for an approval, and those places as they now are."""
    run_id = session().scalar(select(Place.run_id).where(Place.approval_reference == approval).limit(1))
    if run_id is None:
        return None, []
    run = lock_runs([run_id])[0]
    return run, [each for each in places_in(run_id, PlaceState.HELD) if each.approval_reference == approval]
