"""The waiting list: joining it, offering what comes free to the first in line, and answering an offer."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from app.audit import actions as audit
from app.cpd import messages, rules
from app.cpd.actions.committing import commit_places, these
from app.cpd.actions.locks import lock_run, note_places
from app.cpd.actions.places import end_place, move, places_of, take_seats
from app.cpd.models import Course, Place, Run
from app.cpd.queries.bookings import bookings_by_id, get_own_booking
from app.cpd.queries.places import left_in, starts_of
from app.cpd.queries.runs import runs_by_id
from app.cpd.values import BookingValue, Ending, PlaceState
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.trusts import queries as trusts


def join_line(run: Run, count: int) -> int:
    """Take so many numbers at the end of a run's line; returns the first. The run is held."""
    first = run.next_in_line
    session().execute(update(Run).where(Run.id == run.id).values(next_in_line=first + count))
    session().refresh(run, ["next_in_line"])
    return first


def offer_next(run: Run, at: datetime) -> list[int]:
    """Offer every seat that a run has to spare to the first in line whom it fits; returns the ids of those places.

    Whoever may have freed a seat calls this; the run is held. Nothing is offered on a run that is
    cancelled, nor in a session that has begun.
    """
    left = left_in(run.id, at)
    if run.cancellation is not None or not left:
        return []
    line = session().scalars(
        select(Place)
        .options(selectinload(Place.seats))
        .where(Place.run_id == run.id, Place.state == PlaceState.WAITING)
        .order_by(Place.in_line, Place.id)
        .execution_options(populate_existing=True)
    )
    waiting = [(place, [seat.session_id for seat in place.seats]) for place in line]
    chosen = rules.next_in_line(waiting, left)
    offer_places(run, chosen, at)
    return [each.id for each in chosen]


def offer_places(run: Run, places: Sequence[Place], at: datetime, *, ahead_for: str = "") -> None:
    """Offer seats to places that wait, until a moment that gives their bookers time by day. The run is held.

    `ahead_for` is the provider's reason where it offers them ahead of others in line.
    """
    hours = session().scalars(select(Course.offer_hours).where(Course.listing_id == run.listing_id)).one()
    starts = starts_of(each.id for each in places)
    for starts_at in sorted(set(starts.values())):
        together = [each for each in places if starts[each.id] == starts_at]
        _offer(run, together, rules.offer_until(at, hours, starts_at), at, ahead_for)


def _offer(run: Run, places: Sequence[Place], until: datetime, at: datetime, ahead_for: str) -> None:
    ids = [each.id for each in places]
    move(ids, of=(PlaceState.WAITING,), to=PlaceState.OFFERED, offered_until=until)
    take_seats(ids)
    for booking in bookings_of(places):
        offered = these(booking, ids)
        concerns = [booking.buyer_id, booking.provider_id]
        facts = {"run": run.reference, "places": len(offered)}
        audit.record(
            actor=None, verb="cpd.place_offered", subject=booking.reference, at=at, concerns=concerns, facts=facts
        )
        if ahead_for:
            messages.tell_promoted(booking, offered, ahead_for, at=at)
        else:
            messages.tell_offered(booking, offered, at=at)


def accept_offer(*, reference: str, place_ids: Iterable[int], actor: Actor, at: datetime) -> None:
    """The booker takes places that are offered: booked, or held while the trust decides.

    Raises NotFound, OfferOver once an offer has run out, MovedOn where somebody was quicker, CannotBook where
    a trust has closed, NobodyMayApprove.
    """
    booking, run, places = _offered(reference, place_ids, actor)
    wanted = {number for each in these(booking, (row.id for row in places)) for number in each.session_ids}
    value = runs_by_id([run.id])[run.id]
    rules.check_to_come(value, wanted, at)
    for each in places:
        rules.check_can_accept(each.offered_until, at)
    both = trusts.trusts_by_id([booking.buyer_id, booking.provider_id])
    rules.check_both_open(buyer=both[booking.buyer_id], provider=both[booking.provider_id])
    days = session().scalars(select(Course.hold_days).where(Course.listing_id == run.listing_id)).one()
    until, ids = rules.hold_until(at, days, value.start_of(wanted)), [each.id for each in places]
    move(ids, of=(PlaceState.OFFERED,), to=PlaceState.HELD, held_until=until)
    concerns = [booking.buyer_id, booking.provider_id]
    facts = {"places": len(ids)}
    audit.record(actor=actor, verb="cpd.offer_accepted", subject=reference, at=at, concerns=concerns, facts=facts)
    commit_places(reference=reference, run=run, place_ids=ids, actor=actor, at=at)
    note_places(run, at)


def decline_offer(*, reference: str, place_ids: Iterable[int], actor: Actor, at: datetime) -> None:
    """The booker does not take places that are offered: the next in line is offered them at once.

    Raises NotFound, or MovedOn where somebody was quicker.
    """
    booking, run, places = _offered(reference, place_ids, actor)
    for each in places:
        end_place(each, of=PlaceState.OFFERED, why=Ending.OFFER_DECLINED, actor=actor, at=at)
    concerns = [booking.buyer_id, booking.provider_id]
    facts = {"places": len(places)}
    audit.record(actor=actor, verb="cpd.offer_declined", subject=reference, at=at, concerns=concerns, facts=facts)
    offer_next(run, at)
    note_places(run, at)


def bookings_of(places: Iterable[Place]) -> list[BookingValue]:
    """The bookings that some places are of, in order, as they are now."""
    return list(bookings_by_id({each.booking_id for each in places}).values())


def _offered(reference: str, place_ids: Iterable[int], actor: Actor) -> tuple[BookingValue, Run, list[Place]]:
    """A booking of the actor's trust, the run of its places, held, and those of them that are named. At least one."""
    wanted = set(place_ids)
    booking = get_own_booking(actor.trust, reference)
    places = [each for each in booking.places if each.id in wanted]
    if not wanted or {each.id for each in places} != wanted:
        raise NotFound(f"not places of {reference}")
    if len({each.run_id for each in places}) > 1:
        raise NotFound(f"places of {reference} on two runs")
    run = lock_run(places[0].run_id)
    held = places_of(booking.id, wanted)
    if any(each.state is not PlaceState.OFFERED or each.run_id != run.id for each in held):
        raise rules.MovedOn
    return booking, run, held
