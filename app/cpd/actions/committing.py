"""The one door through which held places come to be booked: at once, or once somebody in the trust approves."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import update

from app.approvals import actions as approvals
from app.audit import actions as audit
from app.cpd import messages
from app.cpd.actions.charging import charge_places
from app.cpd.actions.places import move
from app.cpd.models import Place, Run
from app.cpd.queries.bookings import booking_by_reference
from app.cpd.queries.runs import runs_by_id
from app.cpd.summaries import approval_summary, worth
from app.cpd.values import BookingValue, PlaceState, PlaceValue
from app.kernel.actor import Actor
from app.kernel.database import session


def commit_places(*, reference: str, run: Run, place_ids: Sequence[int], actor: Actor, at: datetime) -> None:
    """Have the scheme of delegation decide on held places of a booking: booked now, or held until somebody decides.

    What costs nothing needs nobody's approval. The run is held. Raises NobodyMayApprove.
    """
    booking = booking_by_reference(reference)
    approval = _ask(booking, run, place_ids, actor, at)
    if approval is None:
        book_places(reference=reference, place_ids=place_ids, actor=actor, at=at)
        return
    held = update(Place).where(Place.id.in_(place_ids)).values(approval_reference=approval)
    session().execute(held.execution_options(synchronize_session=False))
    facts = {"places": len(place_ids), "approval": approval}
    audit.record(actor=actor, verb="cpd.places_held", subject=reference, at=at, facts=facts)
    booking = booking_by_reference(reference)
    messages.tell_held(booking, these(booking, place_ids), at=at)


def book_places(*, reference: str, place_ids: Sequence[int], actor: Actor | None, at: datetime) -> None:
    """Held places are booked: charged, where the course charges on booking, and confirmed. Raises MovedOn."""
    move(place_ids, of=(PlaceState.HELD,), to=PlaceState.BOOKED, booked_at=at)
    booking = booking_by_reference(reference)
    charge_places(place_ids=place_ids, at=at)
    concerns = [booking.buyer_id, booking.provider_id]
    facts = {"places": len(place_ids), "run": booking.run_reference}
    audit.record(actor=actor, verb="cpd.places_booked", subject=reference, at=at, concerns=concerns, facts=facts)
    messages.tell_booked(booking, these(booking, place_ids), at=at)


def these(booking: BookingValue, place_ids: Iterable[int]) -> list[PlaceValue]:
    """Some places of a booking, in order."""
    wanted = set(place_ids)
    return [each for each in booking.places if each.id in wanted]


def _ask(booking: BookingValue, run: Run, place_ids: Sequence[int], actor: Actor, at: datetime) -> str | None:
    places = these(booking, place_ids)
    net, gross = worth(booking, places)
    held_until = places[0].held_until
    if not gross or held_until is None:
        return None
    outcome = approvals.ask(
        subject=booking.reference,
        title=f"{_places(len(places))} on {booking.title}",
        summary=approval_summary(booking, runs_by_id([run.id])[run.id], places, held_until),
        net=net,
        gross=gross,
        actor=actor,
        at=at,
        decide_by=held_until,
    )
    return outcome.approval_reference


def _places(count: int) -> str:
    return "1 place" if count == 1 else f"{count} places"
