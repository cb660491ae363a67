"""What a booking's trust and its provider are told as its places are held, booked, named and given back."""

from dataclasses import replace
from datetime import date, datetime

from app.cpd.messages import delegates
from app.cpd.messages.telling import Places, parties, tell_booker, tell_provider, when
from app.cpd.messages.wording import day, moment, paragraphs, places
from app.cpd.queries.delegate_places import delegate_places
from app.cpd.values import BookingValue, ChargeOn, DelegateValue, PlaceValue
from app.kernel.clock import london_date
from app.kernel.money import Money


def tell_held(booking: BookingValue, held: Places, *, at: datetime) -> None:
    """The booker: the places wait for their trust's decision, and until when."""
    until = held[0].held_until
    tell_booker(
        booking,
        f"Held for you: {places(len(held))} on {booking.title}",
        paragraphs(
            when(held),
            f"Your trust has to approve the booking by {moment(until)}. If nobody has by then, the places are released."
            if until
            else "",
            "You have nothing to do. We tell you when it is decided.",
        ),
        step="held",
        about=held,
        at=at,
    )


def tell_booked(booking: BookingValue, booked: Places, *, at: datetime) -> None:
    """The booker, the provider, and each delegate by name: the places are theirs."""
    provider, buyer = parties(booking)
    tell_booker(
        booking,
        f"Booked: {places(len(booked))} on {booking.title}",
        paragraphs(
            f"{when(booked)}\nGiven by {provider}.",
            _to_name(booking, booked, london_date(at)),
            _named(booked),
            _charged(booking, booked),
        ),
        step="booked",
        about=booked,
        at=at,
    )
    tell_provider(
        booking,
        f"{buyer} booked {places(len(booked))} on {booking.title}",
        paragraphs(when(booked), "You have nothing to do. The page of the places shows who is coming."),
        step="booked",
        about=booked,
        at=at,
    )
    delegates.confirm(delegate_places(each.id for each in booked), at=at)


def tell_hold_lapsed(booking: BookingValue, ended: Places, *, at: datetime) -> None:
    """The booker: nobody approved in time, and the places are gone."""
    tell_booker(
        booking,
        f"Released: {places(len(ended))} on {booking.title}",
        paragraphs(
            when(ended),
            "Nobody in your trust approved the booking in time, so the places were released. Nothing is charged.",
            "Book again if you still need them.",
        ),
        step="hold_lapsed",
        about=ended,
        at=at,
    )


def tell_named(place_id: int, before: DelegateValue | None, *, at: datetime) -> None:
    """A place has another name: whoever had it is told that they do not go, whoever has it that they do.

    `before` is who had it, None where nobody did. Call it once the place and its substitution are written. Nobody
    is told of a place that is not booked.
    """
    for now in delegate_places([place_id]):
        if not now.is_booked:
            return
        if before is not None:
            delegates.tell_not_going(
                [replace(now, delegate=before)],
                f"{now.buyer_name} gave your place on {now.title} to somebody else.",
                step="substituted",
                at=at,
            )
        delegates.confirm([now], at=at)


def tell_cancelled(booking: BookingValue, ended: Places, *, at: datetime) -> None:
    """The booker: what giving places back cost. The provider: they are back. Their delegates: they do not go.

    Call it once the endings are written. Of places that were never booked nobody needs telling.
    """
    given_back = [each for each in ended if each.booked_at is not None and each.ending is not None]
    if not given_back:
        return
    _, buyer = parties(booking)
    tell_booker(
        booking,
        f"Cancelled: {places(len(given_back))} on {booking.title}",
        paragraphs(when(given_back), _fee(booking, given_back)),
        step="cancelled",
        about=given_back,
        at=at,
    )
    tell_provider(
        booking,
        f"{buyer} gave back {places(len(given_back))} on {booking.title}",
        paragraphs(
            when(given_back),
            _fee(booking, given_back),
            "What is free goes to the first on the waiting list. You have nothing to do.",
        ),
        step="cancelled",
        about=given_back,
        at=at,
    )
    delegates.tell_not_going(
        delegate_places(each.id for each in given_back),
        f"{buyer} cancelled your place on {booking.title}.",
        step="cancelled",
        at=at,
    )


def tell_fee_waived(booking: BookingValue, place: PlaceValue, reason: str, *, at: datetime) -> None:
    """The booker: the provider lets the fee of a place go, and why."""
    provider, _ = parties(booking)
    tell_booker(
        booking,
        f"Fee waived: place {place.position} on {booking.title}",
        paragraphs(
            f"{provider} waived the fee for place {place.position} of booking {booking.reference}.",
            f"Their reason: {reason}",
            "What was charged for it is credited. You have nothing to do.",
        ),
        step="fee_waived",
        about=[place],
        at=at,
    )


def _to_name(booking: BookingValue, booked: Places, today: date) -> str:
    unnamed = sum(each.delegate is None for each in booked)
    if not unnamed:
        return ""
    have = "has" if unnamed == 1 else "have"
    if booking.name_by_date is None or booking.name_by_date <= today:
        return f"{places(unnamed)} {have} no name yet. Say who is coming as soon as you can."
    return f"{places(unnamed)} {have} no name yet. Say who is coming by {day(booking.name_by_date)}. We remind you."


def _named(booked: Places) -> str:
    if not any(each.delegate for each in booked):
        return ""
    return "We sent everyone named a confirmation with a calendar file and the joining instructions."


def _charged(booking: BookingValue, booked: Places) -> str:
    price = Money.total(each.price for each in booked)
    if not booking.is_charged or not price:
        return "Nothing is charged."
    charged = "now" if booking.charge_on is ChargeOn.BOOKING else "after the last session"
    return f"{price} without VAT is charged {charged}."


def _fee(booking: BookingValue, given_back: Places) -> str:
    endings = [each.ending for each in given_back if each.ending]
    fee = Money.total(each.fee for each in endings)
    if not booking.is_charged:
        return "Nothing is charged."
    notices, percents = {each.notice_days for each in endings}, {each.percent for each in endings}
    (notice,) = notices if len(notices) == 1 else (None,)
    with_notice = "" if notice is None else f"With {notice} working {'day’s' if notice == 1 else 'days’'} notice "
    part = f"{percents.pop()}% of the price is charged: " if len(percents) == 1 else "what is charged is "
    text = f"{with_notice}{part}{fee} without VAT." if fee else f"{with_notice}nothing is charged."
    return text[0].upper() + text[1:]
