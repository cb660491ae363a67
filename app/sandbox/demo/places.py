"""Books places on the demo's courses, names, gives back and waits for them, and has their charges accepted."""

from datetime import datetime

from app.charges import actions as charges
from app.charges import queries as charge_queries
from app.charges.values import ChargeState
from app.cpd import actions as cpd
from app.cpd import queries, rules
from app.cpd.values import BookingChoice, NewDelegate, PlaceValue, RunValue
from app.kernel.actor import Actor
from app.sandbox.demo.course_content import WrittenBooking, WrittenRun, WrittenStaff, address_of, course_content
from app.sandbox.demo.courses import Programme
from app.sandbox.demo.term import moment, working_day
from app.trusts import queries as trusts

DAYS_TO_ACCEPT = 4
CENTRAL = "central"


def plan_bookings(programme: Programme) -> None:
    """Put every booking and what becomes of it on the timeline."""
    runs = {each.key: each for each in course_content().runs}
    for booking in course_content().bookings:
        _plan(programme, booking, runs[booking.run])


def buyer_of(booking: WrittenBooking) -> WrittenStaff:
    """The trust that books: the one whose address whoever books has."""
    domain = booking.by.partition("@")[2]
    return next(each for each in course_content().staff if each.domain == domain)


def place_numbered(programme: Programme, booking: WrittenBooking, number: int) -> PlaceValue:
    """A place of a booking by its number, from 1."""
    trust = trusts.get_trust_by_uid(buyer_of(booking).uid)
    return queries.get_booking(trust.id, programme.bookings[booking.key]).places[number - 1]


def _plan(programme: Programme, booking: WrittenBooking, run: WrittenRun) -> None:
    add = programme.timeline.add
    add(programme.ago(run, booking.ago), lambda at: _book(programme, booking, at))
    for each in booking.named:
        add(programme.ago(run, each.ago), lambda at, each=each: _name(programme, booking, each.place, each.who, at))  # type: ignore[misc]
    if booking.cancelled:
        add(programme.ago(run, booking.cancelled.ago), lambda at: _give_back(programme, booking, at))
    if booking.settled:
        add(_accepted_at(programme, booking, run), lambda at: _accept_charges(programme, booking, at))


def _accepted_at(programme: Programme, booking: WrittenBooking, run: WrittenRun) -> datetime:
    """Some days after the charge: of the booking, or of the run where its course is charged afterwards."""
    course = next(each for each in course_content().courses if each.key == run.course)
    if course.charge_on == "after":
        return moment(working_day(max(programme.days_of(run)), DAYS_TO_ACCEPT))
    return moment(working_day(programme.anchor(run), DAYS_TO_ACCEPT - booking.ago))


def _book(programme: Programme, booking: WrittenBooking, at: datetime) -> None:
    actor, run = _booker(programme, booking), queries.get_run(programme.runs[booking.run])
    choice = BookingChoice(
        run_id=run.id,
        new_delegates=tuple(_delegate(programme, booking, name) for name in booking.who),
        to_follow=booking.to_follow,
        session_ids=_sessions(run, booking.sessions),
        whole_school_id=programme.school(booking.whole_school) if booking.whole_school else None,
        po_number=booking.po_number,
        note=booking.note,
    )
    token = cpd.keep_draft(choice=choice, actor=actor, at=at)
    seen = rules.write_seen(queries.asking_for(trust_id=actor.trust, choice=choice, at=at))
    programme.bookings[booking.key] = cpd.book(token=token, seen=seen, waiting=booking.waiting, actor=actor, at=at)


def _sessions(run: RunValue, numbers: list[int]) -> tuple[int, ...]:
    return tuple(each.id for each in run.sessions if each.position in numbers)


def _delegate(programme: Programme, booking: WrittenBooking, name: str) -> NewDelegate:
    trust = buyer_of(booking)
    urn = next(urn for urn, names in trust.staff.items() if name in names)
    school_id = None if urn == CENTRAL else programme.school(urn)
    return NewDelegate(name, address_of(name, trust.domain), school_id)


def _name(programme: Programme, booking: WrittenBooking, number: int, who: str, at: datetime) -> None:
    cpd.name_place(
        reference=programme.bookings[booking.key],
        place_id=place_numbered(programme, booking, number).id,
        new=_delegate(programme, booking, who),
        actor=_booker(programme, booking),
        at=at,
    )


def _give_back(programme: Programme, booking: WrittenBooking, at: datetime) -> None:
    assert booking.cancelled is not None
    places = [place_numbered(programme, booking, each).id for each in booking.cancelled.places]
    reference, reason = programme.bookings[booking.key], booking.cancelled.reason
    cpd.cancel_places(reference=reference, place_ids=places, reason=reason, actor=_booker(programme, booking), at=at)


def _accept_charges(programme: Programme, booking: WrittenBooking, at: datetime) -> None:
    uid = buyer_of(booking).uid
    payer = programme.payer(uid)
    raised = charge_queries.list_charges_about(payer.trust, [programme.bookings[booking.key]])
    assert raised, f"{booking.key} was not charged"
    for charge in raised:
        if charge.state is ChargeState.RAISED:
            invoice = charges.accept_charge(reference=charge.reference, actor=payer, at=at)
            assert invoice is not None, f"{booking.key}: a trust's finance details are missing"
            if booking.settled == "paid":
                programme.to_pay.append((invoice, uid))


def _booker(programme: Programme, booking: WrittenBooking) -> Actor:
    return programme.acting(booking.by, buyer_of(booking).uid)
