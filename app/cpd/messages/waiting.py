"""What a booking's trust is told as its places wait in line, are offered, and are moved."""

from dataclasses import replace
from datetime import datetime

from app.cpd.messages import delegates
from app.cpd.messages.telling import Places, parties, run_of, tell_booker, tell_provider, when
from app.cpd.messages.wording import listed, moment, paragraphs, places, run_line
from app.cpd.queries.delegate_places import delegate_places
from app.cpd.values import BookingValue, PlaceValue


def tell_waiting(booking: BookingValue, waiting: Places, *, at: datetime) -> None:
    """The booker: the places are in the waiting list, and where in it. The provider, where a list begins."""
    _, buyer = parties(booking)
    lines = [str(each.line) for each in waiting if each.line is not None]
    number = f"Number{'s' if len(lines) > 1 else ''} {listed(lines)} in line. " if lines else ""
    tell_booker(
        booking,
        f"On the waiting list: {places(len(waiting))} on {booking.title}",
        paragraphs(
            when(waiting),
            f"{number}When a place comes free it is offered to the first in line, and we tell you. "
            "You then have to accept it in time.",
            "Nothing is charged until you do.",
        ),
        step="waiting",
        about=waiting,
        at=at,
    )
    if lines and lines[0] == "1":
        tell_provider(
            booking,
            f"{booking.title} is full and has a waiting list",
            paragraphs(
                when(waiting),
                f"{buyer} is first in line for {places(len(waiting))}. If you can take more people, add places: they "
                "are offered in order.",
            ),
            step="waiting",
            about=waiting,
            at=at,
        )


def tell_offered(booking: BookingValue, offered: Places, *, at: datetime) -> None:
    """The booker: a place came free for them, and until when it is theirs to accept."""
    _tell_offer(booking, offered, "", step="offered", at=at)


def tell_promoted(booking: BookingValue, offered: Places, reason: str, *, at: datetime) -> None:
    """The booker: the provider offers them a place before others in line, and why."""
    provider, _ = parties(booking)
    ahead = f"{provider} puts you ahead of others on the waiting list. Their reason: {reason}"
    _tell_offer(booking, offered, ahead, step="promoted", at=at)


def tell_offer_lapsed(booking: BookingValue, ended: Places, *, at: datetime) -> None:
    """The booker: nobody accepted in time, and the place passes on."""
    tell_booker(
        booking,
        f"Offer ran out: {places(len(ended))} on {booking.title}",
        paragraphs(
            when(ended),
            "Nobody accepted the offer in time, so it passes to the next in line. Nothing is charged.",
            "Join the waiting list again if you still need a place.",
        ),
        step="offer_lapsed",
        about=ended,
        at=at,
    )


def tell_began(booking: BookingValue, ended: Places, *, at: datetime) -> None:
    """The booker: it began, and the places that waited for one to come free are over."""
    tell_booker(
        booking,
        f"No place came free: {booking.title}",
        paragraphs(
            when(ended),
            f"It has begun, so you are off its waiting list with {places(len(ended))}. Nothing is charged.",
            "The page of the course shows what may still be booked, and when it is given again.",
        ),
        step="began",
        about=ended,
        at=at,
    )


def tell_moved(booking: BookingValue, before: PlaceValue, after: PlaceValue, reason: str, *, at: datetime) -> None:
    """The booker, and the delegate of a booked place: the provider moved a place to another run, and why.

    Call it once the place has its new seats and the move is written.
    """
    provider, _ = parties(booking)
    was, now = run_of([before]), run_of([after])
    tell_booker(
        booking,
        f"Moved: a place on {booking.title}",
        paragraphs(
            f"{provider} moved place {after.position} of booking {booking.reference}.",
            f"It was: {run_line(was)}.\nIt is now: {run_line(now)}.",
            f"Their reason: {reason}",
            "If that does not suit, give somebody else the place or ask the provider.",
        ),
        step=f"moved:{now.reference}",
        about=[after],
        at=at,
    )
    left = [each for each in was.sessions if each.id in before.session_ids]
    for place in delegate_places([after.id]):
        if place.is_booked:
            why = f"{provider} moved your place on {booking.title} to other days. Another email has them."
            subject = f"Moved to other days: {booking.title}"
            delegates.tell_not_going([place], why, subject=subject, step="moved", sessions=left, at=at)
            delegates.confirm([replace(place, since=at)], at=at)


def _tell_offer(booking: BookingValue, offered: Places, ahead: str, *, step: str, at: datetime) -> None:
    until = offered[0].offered_until
    one = len(offered) == 1
    they, them, are = ("It", "it", "is") if one else ("They", "them", "are")
    accept = f"Accept {them}, or decline {them} so that the next in line has {them} sooner."
    tell_booker(
        booking,
        f"{'A place' if one else places(len(offered))} {are} free: {booking.title}",
        paragraphs(
            when(offered),
            ahead,
            f"{they} {are} kept for you until {moment(until)}. {accept}" if until else accept,
            f"If you do nothing, {they.lower()} go{'es' if one else ''} to the next in line then. Nothing is charged "
            "until you accept.",
        ),
        step=step,
        about=offered,
        at=at,
    )
