"""Whose a place is: what a link to it still shows."""

from hashlib import sha256

from app.cpd.values import Ending, PlaceState
from app.cpd.values.delegates import DelegatePlace
from app.kernel.errors import Refused

ENDED = {
    Ending.CANCELLED: "This place was cancelled by your trust.",
    Ending.RUN_CANCELLED: "This course was cancelled by the trust that gives it.",
}


class NoLongerYours(Refused):
    """The place that a link was made for is somebody else's now, or has ended; the message says which."""


def mailbox_mark(email: str) -> str:
    """What a link says of the address it was sent to: a few letters that tell whether it is still the one held."""
    return sha256(email.strip().lower().encode()).hexdigest()[:12]


def check_is_yours(place: DelegatePlace | None, *, delegate_id: int, mark: str) -> DelegatePlace:
    """The place, where the link to it is still its delegate's. Raises NoLongerYours.

    A link sent to an address that was wrong, and put right since, is not good any more.
    """
    if place is None or place.delegate.id != delegate_id:
        raise NoLongerYours("This place was given to somebody else.")
    if place.state is not PlaceState.BOOKED:
        raise NoLongerYours(
            ENDED.get(place.why_ended, "This place has ended.") if place.why_ended else "This place is not booked."
        )
    if mailbox_mark(place.delegate.email) != mark:
        raise NoLongerYours("This link was sent to an email address that your trust has changed since.")
    return place
