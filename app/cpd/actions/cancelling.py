"""Giving places back by the bands, cancelling a whole run, and letting a fee go."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from app.approvals import actions as approvals
from app.audit import actions as audit
from app.cpd import messages, rules
from app.cpd.actions.charging import settle_places
from app.cpd.actions.committing import these
from app.cpd.actions.holding import lapse_approvals
from app.cpd.actions.locks import lock_run, note_places
from app.cpd.actions.places import end_place, end_places, places_in, places_of
from app.cpd.actions.waiting import bookings_of, offer_next
from app.cpd.models import FeeWaiver, Place, RunCancellation
from app.cpd.queries.bookings import bookings_by_id, get_own_booking
from app.cpd.queries.charging import places_not_come
from app.cpd.queries.places import get_place_given
from app.cpd.queries.runs import get_own_run, runs_by_id
from app.cpd.values import LIVE, BookingValue, Ending, PlaceState, PlaceValue, RunValue
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound

GIVEN_BACK = {
    PlaceState.WAITING: Ending.LEFT_LIST,
    PlaceState.OFFERED: Ending.OFFER_DECLINED,
    PlaceState.HELD: Ending.CANCELLED,
    PlaceState.BOOKED: Ending.CANCELLED,
}


def cancel_places(*, reference: str, place_ids: Iterable[int], reason: str = "", actor: Actor, at: datetime) -> None:
    """The booker gives places back: booked ones at what their band says, any other free of charge.

    What comes free is offered to the next in line. Raises NotFound, CannotBook once what a place is for has
    begun or where the reason is too long, or MovedOn where somebody was quicker.
    """
    why = rules.check_reason_length(reason)
    booking, places = _own(reference, place_ids, actor)
    _cancel_approvals(booking, places, actor, at)
    run = lock_run(places[0].run_id)
    value = runs_by_id([run.id])[run.id]
    seen = {each.id: each for each in places}
    for row in places_of(booking.id, seen):
        if row.state is not seen[row.id].state or row.run_id != run.id:
            raise rules.MovedOn
        _give_back(booking, row, seen[row.id], value, why, actor, at)
    settle_places(place_ids=list(seen), reason=f"Places of {reference} given back", at=at)
    facts = {"run": run.reference, "places": len(seen)}
    concerns = [booking.buyer_id, booking.provider_id]
    audit.record(actor=actor, verb="cpd.places_cancelled", subject=reference, at=at, concerns=concerns, facts=facts)
    booking = get_own_booking(actor.trust, reference)
    messages.tell_cancelled(booking, these(booking, seen), at=at)
    offer_next(run, at)
    note_places(run, at)


def cancel_run(*, reference: str, reason: str, actor: Actor, at: datetime) -> None:
    """The provider cancels a run for good: every place on it ends, and whatever was charged for it is credited.

    Fees of places given back before are credited too. Raises NotFound, CannotBook without a reason, RunStopped
    for a run that is cancelled already or over, or MovedOn where places were held for an approval just then.
    """
    why = rules.check_reason(reason, doing="cancelling this run")
    number = get_own_run(actor.trust, reference).id
    held = select(Place.approval_reference).where(Place.run_id == number, Place.state == PlaceState.HELD)
    asked = set(session().scalars(held))
    lapse_approvals(asked, why=Ending.RUN_CANCELLED, at=at)
    run = lock_run(number)
    rules.check_can_change_run(get_own_run(actor.trust, reference), at)
    live = places_in(run.id, *LIVE)
    if {each.approval_reference for each in live if each.state is PlaceState.HELD} - asked:
        raise rules.MovedOn
    session().add(RunCancellation(run_id=run.id, reason=why, person_id=actor.person_id, cancelled_at=at))
    session().flush()
    end_places(live, why=Ending.RUN_CANCELLED, actor=actor, at=at)
    every = session().scalars(select(Place.id).where(Place.run_id == run.id))
    settle_places(place_ids=every, reason=f"The provider cancelled {reference}", at=at)
    bookings = bookings_of(live)
    concerns = {trust for each in bookings for trust in (each.buyer_id, each.provider_id)}
    facts = {"places": len(live)}
    audit.record(actor=actor, verb="cpd.run_cancelled", subject=reference, at=at, concerns=concerns, facts=facts)
    ended = {each.id for each in live}
    messages.tell_run_cancelled(
        get_own_run(actor.trust, reference), [(each, these(each, ended)) for each in bookings], at=at
    )
    note_places(lock_run(run.id), at)


def waive_fee(*, place_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """The provider lets the fee of a place that was given back, or with which nobody came, go: once, for good.

    What was charged for it is credited. Raises NotFound, or CannotBook without a reason, where there is no fee,
    or where it was waived already.
    """
    why = rules.check_reason(reason, doing="waiving the fee")
    place = get_place_given(actor.trust, place_id)
    run = runs_by_id([lock_run(place.run_id).id])[place.run_id]
    absent = places_not_come(run.id)
    rules.check_can_waive(get_place_given(actor.trust, place_id), run, at, did_not_come=place_id in absent)
    values = {"place_id": place_id, "reason": why, "person_id": actor.person_id, "waived_at": at}
    if not insert_or_ignore(FeeWaiver.__table__, values):  # type: ignore[arg-type]
        raise rules.CannotBook("This fee is waived already.")
    settle_places(place_ids=[place_id], reason=f"Fee waived for place {place.position}", at=at)
    booking_id = session().scalars(select(Place.booking_id).where(Place.id == place_id)).one()
    booking = bookings_by_id([booking_id])[booking_id]
    concerns, facts = [booking.buyer_id, booking.provider_id], {"place": place_id}
    audit.record(actor=actor, verb="cpd.fee_waived", subject=booking.reference, at=at, concerns=concerns, facts=facts)
    messages.tell_fee_waived(booking, these(booking, [place_id])[0], why, at=at)


def _own(reference: str, place_ids: Iterable[int], actor: Actor) -> tuple[BookingValue, list[PlaceValue]]:
    """A booking of the actor's trust and those of its places that are named: at least one, live, all on one run."""
    booking, wanted = get_own_booking(actor.trust, reference), set(place_ids)
    places = these(booking, wanted)
    if not wanted or len(places) != len(wanted) or len({each.run_id for each in places}) > 1:
        raise NotFound(f"not places of {reference} on one run")
    if not all(each.is_live for each in places):
        raise rules.MovedOn
    return booking, places


def _cancel_approvals(booking: BookingValue, places: list[PlaceValue], actor: Actor, at: datetime) -> None:
    """Nobody need decide on what is given back whole. The approval is held before the run, as by whoever decides."""
    given_back = {each.id for each in places}
    kept = {each.approval_reference for each in booking.in_state(PlaceState.HELD) if each.id not in given_back}
    asked = {each.approval_reference for each in places if each.state is PlaceState.HELD}
    for reference in sorted(each for each in asked - kept if each is not None):
        approvals.cancel(reference=reference, actor=actor, at=at)


def _give_back(
    booking: BookingValue,
    row: Place,
    place: PlaceValue,
    run: RunValue,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    starts_at = run.start_of(place.session_ids)
    if place.state is not PlaceState.BOOKED:
        end_place(row, of=place.state, why=GIVEN_BACK[place.state], actor=actor, reason=reason, at=at)
        return
    rules.check_can_cancel(starts_at, at)
    cost = rules.cost_of_cancelling(booking, place.price, start=london_date(starts_at), today=london_date(at))
    end_place(
        row,
        of=PlaceState.BOOKED,
        why=Ending.CANCELLED,
        actor=actor,
        at=at,
        reason=reason,
        notice_days=cost.notice_days,
        percent=cost.percent,
        fee=cost.fee,
    )
