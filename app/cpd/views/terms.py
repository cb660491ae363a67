"""What the pages of booking say of a price: who approves it, when it is charged, until when places are held."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from app.approvals import queries as approvals
from app.approvals.rules import NobodyMayApprove
from app.approvals.values import Preview
from app.cpd import rules
from app.cpd.rules.terms import cancelling_terms
from app.cpd.values import BookingAsked, BookingValue, ChargeOn, Offer, RunValue, SessionValue
from app.kernel.clock import london_date
from app.kernel.money import Money
from app.web.access import actor
from app.web.fields import choice
from app.web.formats import day, moment


def approval_of(offer: Offer, at: datetime) -> tuple[Preview | None, str]:
    """Who would have to approve a price, or None and why nobody can."""
    try:
        found = approvals.preview(
            trust_id=actor().trust,
            person_id=actor().person_id,
            net=offer.net,
            gross=offer.gross,
            on=london_date(at),
        )
    except NobodyMayApprove as refused:
        return None, refused.message
    return found, ""


def held_until(asking: BookingAsked, at: datetime) -> datetime:
    """Until when places asked for now would be held for a decision, in UTC."""
    return rules.hold_until(at, asking.course.particulars.hold_days, asking.starts_at)


def charged_text(asking: BookingAsked) -> str:
    """When places are charged, in a sentence."""
    if asking.course.particulars.charge_on is ChargeOn.BOOKING:
        return "When the places are booked. The charge is added to the provider’s invoice to your trust."
    return f"The day after the last session, {day(asking.run.end_date)}, for the places then booked."


def price_lines(names: Sequence[str | None], each: Sequence[Money]) -> list[tuple[str, str, Money]]:
    """A line for each person, and one for all names to follow at a price: (who, the working, what that costs)."""
    lines = [(name, "", price) for name, price in zip(names, each, strict=True) if name]
    unnamed = Counter(price for name, price in zip(names, each, strict=True) if not name)
    for price, count in unnamed.items():
        who = "1 place with a name to follow" if count == 1 else f"{count} places with names to follow"
        lines.append((who, f"{count} × {price}" if count > 1 else "", price * count))
    return lines


def terms_of(booking: BookingValue, run: RunValue, at: datetime) -> list[str]:
    """What cancelling a place of a booking costs on a run, on the terms it was booked under, from today on.

    Notice is counted to the first session that its places there are for.
    """
    wanted = {number for each in booking.places if each.run_id == run.id for number in each.session_ids}
    return cancelling_terms(
        booking.bands,
        booking.no_show_percent,
        price=booking.places[0].price,
        start=london_date(run.start_of(wanted)),
        today=london_date(at),
    )


def places_text(count: int) -> str:
    """As people say it: 1 place, 5 places."""
    return "1 place" if count == 1 else f"{count} places"


def session_choice(session: SessionValue) -> Any:
    """A session to tick, with when, where and how many places are left."""
    left = "Full" if session.left < 1 else "1 place left" if session.left == 1 else f"{session.left} places left"
    return choice(session.id, session_when(session), f"{session.place_line}. {left}")


def session_when(session: SessionValue) -> str:
    """When a session is: 8 September 2026, 9:30am to 3:00pm."""
    starts, ends = moment(session.starts_at), moment(session.ends_at)
    date, clock = starts.split(" at ")
    until = ends.split(" at ")[1] if ends.startswith(date) else ends
    return f"{date}, {clock} to {until}"
