"""Choosing places, and booking them or joining the line: once, at the price that was shown."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from app.audit import actions as audit
from app.cpd import messages, rules
from app.cpd.actions.committing import commit_places
from app.cpd.actions.delegates import people_of
from app.cpd.actions.locks import lock_run, note_places
from app.cpd.actions.places import take_seats
from app.cpd.actions.waiting import join_line, offer_next
from app.cpd.models import Booking, BookingDraft, Place, Run, Seat
from app.cpd.queries.asking import asking_for, freeze_choice, get_booking_draft
from app.cpd.queries.bookings import booking_by_reference, find_booking_by_token
from app.cpd.values import BookingAsked, BookingChoice, PlaceState
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.kernel.references import new_reference

KEEP_DRAFTS = timedelta(days=30)


def keep_draft(*, choice: BookingChoice, actor: Actor, at: datetime) -> str:
    """Keep what the actor chose while they check it; returns the token under which it is booked.

    Raises as `queries.asking_for` does for a choice that could not be booked. That it is full is no reason:
    the page that checks it then offers the waiting list.
    """
    asked = asking_for(trust_id=actor.trust, choice=choice, at=at)
    token = secrets.token_urlsafe(16)
    row = BookingDraft(
        token=token,
        trust_id=actor.trust,
        person_id=actor.person_id,
        run_id=asked.run.id,
        choice=freeze_choice(asked.choice),
        made_at=at,
    )
    session().add(row)
    session().flush()
    return token


def book(*, token: str, seen: str, waiting: bool = False, actor: Actor, at: datetime) -> str:
    """Book what a draft says at the price that was shown, or join the waiting list with all of it.

    Returns the booking's reference, the same for a second try. `seen` is what `rules.write_seen` put into the
    form. Raises NotFound, PriceChanged, Full where there are too few seats to book, PlacesLeft where there are
    enough to wait for, NobodyMayApprove, and as `queries.asking_for` does.
    """
    run_id = _lock_draft(token, actor)
    booked = find_booking_by_token(token)
    if booked is not None:
        return booked
    run = lock_run(run_id)
    draft = get_booking_draft(trust_id=actor.trust, person_id=actor.person_id, token=token)
    asked = asking_for(trust_id=actor.trust, choice=draft.choice, at=at)
    changes = rules.changes_since(seen, asked)
    if changes:
        raise rules.PriceChanged(changes)
    if waiting:
        return _wait(token, asked, run, actor, at)
    return _book(token, asked, run, actor, at)


def erase_drafts(*, at: datetime) -> int:
    """Erase what was chosen 30 days ago or longer, booked or not, since it names people; returns how many."""
    old = delete(BookingDraft).where(BookingDraft.made_at <= at - KEEP_DRAFTS)
    return int(getattr(session().execute(old), "rowcount", 0))


def _book(token: str, asked: BookingAsked, run: Run, actor: Actor, at: datetime) -> str:
    rules.check_fits(asked.sessions, asked.choice.count)
    until = rules.hold_until(at, asked.course.particulars.hold_days, asked.starts_at)
    reference, place_ids = _add(token, asked, actor, at, state=PlaceState.HELD, held_until=until)
    facts = {"run": asked.run.reference, "places": len(place_ids), "net_pence": asked.offer.net.pence}
    audit.record(actor=actor, verb="cpd.booking_made", subject=reference, at=at, facts=facts)
    commit_places(reference=reference, run=run, place_ids=place_ids, actor=actor, at=at)
    note_places(run, at)
    return reference


def _wait(token: str, asked: BookingAsked, run: Run, actor: Actor, at: datetime) -> str:
    rules.check_can_wait(count=asked.choice.count, left=asked.places_left)
    first = join_line(run, asked.choice.count)
    reference, place_ids = _add(token, asked, actor, at, state=PlaceState.WAITING, in_line=first)
    facts = {"run": asked.run.reference, "places": len(place_ids)}
    concerns = [asked.run.provider_id]
    audit.record(actor=actor, verb="cpd.line_joined", subject=reference, at=at, concerns=concerns, facts=facts)
    booking = booking_by_reference(reference)
    messages.tell_waiting(booking, booking.places, at=at)
    offer_next(run, at)
    note_places(run, at)
    return reference


def _lock_draft(token: str, actor: Actor) -> int:
    mine = (BookingDraft.trust_id == actor.trust, BookingDraft.person_id == actor.person_id)
    query = select(BookingDraft.run_id).where(BookingDraft.token == token, *mine)
    run_id = session().scalar(query.with_for_update())
    if run_id is None:
        raise NotFound("no such draft of a booking")
    return run_id


def _add(
    token: str,
    asked: BookingAsked,
    actor: Actor,
    at: datetime,
    *,
    state: PlaceState,
    in_line: int | None = None,
    held_until: datetime | None = None,
) -> tuple[str, list[int]]:
    """The rows of a booking with its places and seats; returns its reference and the ids of its places."""
    people = people_of(asked, actor, at)
    reference, booking_id = _add_booking(token, asked, actor, at)
    places = [
        Place(
            booking_id=booking_id,
            run_id=asked.run.id,
            position=number,
            state=state,
            delegate_id=person,
            price_pence=price.pence,
            asked_at=at,
            in_line=None if in_line is None else in_line + number - 1,
            held_until=held_until,
        )
        for number, (person, price) in enumerate(zip(people, asked.offer.each, strict=True), start=1)
    ]
    session().add_all(places)
    session().flush()
    ids = [each.id for each in places]
    session().add_all(
        Seat(place_id=each, session_id=number, is_taken=False) for each in ids for number in asked.session_ids
    )
    session().flush()
    if state is not PlaceState.WAITING:
        take_seats(ids)
    return reference, ids


def _add_booking(token: str, asked: BookingAsked, actor: Actor, at: datetime) -> tuple[str, int]:
    values = {**_frozen(asked), "token": token, "booked_by": actor.person_id, "booked_at": at}
    while True:
        reference = new_reference("BKG")
        if insert_or_ignore(Booking.__table__, {**values, "reference": reference}):  # type: ignore[arg-type]
            return reference, session().scalars(select(Booking.id).where(Booking.reference == reference)).one()


def _frozen(asked: BookingAsked) -> dict[str, Any]:
    course, offer, choice = asked.course, asked.offer, asked.choice
    return {
        "listing_id": course.listing.id,
        "run_id": asked.run.id,
        "provider_id": asked.provider.id,
        "buyer_id": asked.buyer.id,
        "title": course.listing.title,
        "po_number": choice.po_number,
        "note": choice.note,
        "tier": offer.tier,
        "vat_treatment": offer.vat_treatment,
        "vat_reason": offer.vat_reason,
        "vat_decided_by": course.vat_decided_by,
        "vat_rate": offer.vat_rate,
        "charge_on": course.particulars.charge_on,
        "bands": [[each.at_least, each.up_to, each.percent] for each in course.particulars.bands],
        "no_show_percent": course.particulars.no_show_percent,
        "name_by_date": asked.name_by_date,
        "whole_school_id": choice.whole_school_id,
    }
