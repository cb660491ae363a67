"""The people of a trust who go: put on record when they are booked, and named later or instead of another."""

from datetime import datetime

from sqlalchemy import select, update

from app.audit import actions as audit
from app.cpd import messages, rules
from app.cpd.actions.locks import lock_run
from app.cpd.models import Delegate, Place, Substitution
from app.cpd.queries.bookings import get_own_booking
from app.cpd.queries.delegates import coming_to, delegates_by_id, get_delegate
from app.cpd.queries.places import places_by_id
from app.cpd.queries.runs import runs_by_id
from app.cpd.values import BookingAsked, BookingValue, DelegateValue, NewDelegate, PlaceValue
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.people import queries as people
from app.trusts import queries as trusts


def people_of(asked: BookingAsked, actor: Actor, at: datetime) -> list[int | None]:
    """The ids of those who go, in the order of their places, None for each name to follow. New ones are recorded."""
    school_id = asked.choice.whole_school_id
    typed = asked.choice.new_delegates
    # In one order for everybody, so that two bookings with the same people do not wait for each other.
    added = {
        each.email: add_delegate(each, school_id=school_id, actor=actor, at=at)
        for each in sorted(typed, key=lambda each: each.email)
    }
    new = [added[each.email] for each in typed]
    known = [each.id for each in asked.known]
    if school_id is not None:
        _place_at_school([*known, *new], school_id)
    return [*known, *new, *[None] * asked.choice.to_follow]


def add_delegate(
    typed: NewDelegate, *, actor: Actor, at: datetime, school_id: int | None = None, trust_id: int | None = None
) -> int:
    """Somebody of a trust by their e-mail address: one who is on record already, or put on record now.

    The trust is the actor's unless `trust_id` says otherwise; `school_id` is where they are unless they say otherwise.
    Returns the person's id as a delegate.
    """
    theirs = actor.trust if trust_id is None else trust_id
    person = people.find_by_email(typed.email)
    mine = person is not None and trusts.find_member(theirs, person.id) is not None
    values = {
        "trust_id": theirs,
        "name": typed.name,
        "email": typed.email,
        "school_id": typed.school_id or school_id,
        "person_id": person.id if person and mine else None,
        "added_at": at,
    }
    is_new = insert_or_ignore(Delegate.__table__, values)  # type: ignore[arg-type]
    known = (Delegate.trust_id == theirs, Delegate.email == typed.email)
    number = session().scalars(select(Delegate.id).where(*known)).one()
    if is_new:
        subject = f"delegate:{number}"
        audit.record(actor=actor, verb="cpd.delegate_added", subject=subject, at=at, concerns=[theirs])
    return number


def name_place(
    *,
    reference: str,
    place_id: int,
    delegate_id: int | None = None,
    new: NewDelegate | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Give a place of the actor's trust a name, or another than it had: free, until the last session ends.

    Raises NotFound for another's place or person, AlreadyComing, or CannotBook for one that is over.
    """
    booking = get_own_booking(actor.trust, reference)
    if place_id not in {each.id for each in booking.live}:
        raise NotFound(f"no place {place_id} of {reference} to name")
    run = lock_run(places_by_id([place_id])[place_id].run_id)
    place = places_by_id([place_id])[place_id]
    rules.check_can_name(runs_by_id([run.id])[run.id], at)
    if not place.is_live or place.run_id != run.id:
        raise rules.MovedOn
    who = _who(delegate_id, new, actor, at)
    if place.delegate is not None and place.delegate.id == who.id:
        return
    _check_fits(booking, place, who)
    _name(booking, place, who, actor, at)


def _who(delegate_id: int | None, new: NewDelegate | None, actor: Actor, at: datetime) -> DelegateValue:
    if new is None:
        if delegate_id is None:
            raise rules.CannotBook("Choose who goes, or enter their name and e-mail address", field="delegate")
        return get_delegate(actor.trust, delegate_id)
    typed = rules.tidy_delegate(new)
    rules.check_new_delegate(typed)
    schools = {each.id for each in trusts.list_schools(actor.trust, london_date(at))}
    if typed.school_id not in {None, *schools}:
        raise NotFound("a school chosen is not this trust’s")
    number = add_delegate(typed, actor=actor, at=at)
    return delegates_by_id([number])[number]


def _check_fits(booking: BookingValue, place: PlaceValue, who: DelegateValue) -> None:
    rules.check_nobody_comes([each.name for each in coming_to([who.id], place.session_ids, besides=place.id)])
    if booking.whole_school_id is None:
        return
    school = trusts.schools_by_id([booking.whole_school_id])[booking.whole_school_id]
    rules.check_of_school([who], school.id, school.name)
    _place_at_school([who.id], school.id)


def _name(booking: BookingValue, place: PlaceValue, who: DelegateValue, actor: Actor, at: datetime) -> None:
    before = place.delegate.id if place.delegate else None
    named = update(Place).where(Place.id == place.id).values(delegate_id=who.id)
    session().execute(named.execution_options(synchronize_session=False))
    session().add(Substitution(place_id=place.id, from_id=before, to_id=who.id, person_id=actor.person_id, made_at=at))
    session().flush()
    facts = {"place": place.id, "from": before, "to": who.id}
    concerns = [booking.buyer_id, booking.provider_id]
    verb = "cpd.place_named" if before is None else "cpd.delegate_substituted"
    audit.record(actor=actor, verb=verb, subject=booking.reference, at=at, concerns=concerns, facts=facts)
    messages.tell_named(place.id, place.delegate, at=at)


def _place_at_school(delegate_ids: list[int], school_id: int) -> None:
    """Whoever has no school on record is at the one that books them at its whole-school price."""
    unplaced = (Delegate.id.in_(delegate_ids), Delegate.school_id.is_(None))
    placed = update(Delegate).where(*unplaced).values(school_id=school_id)
    session().execute(placed.execution_options(synchronize_session=False))
