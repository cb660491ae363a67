"""When a service may be ordered, and what may still be done to an order."""

from collections.abc import Sequence
from datetime import date
from typing import NoReturn

from app.charges.rules.charges import MOST_LINES
from app.kernel.errors import Refused
from app.listings.values import ListingState, ListingValue
from app.services.rules.days import months_later
from app.services.values import Choice, OrderState, SchoolAsked
from app.trusts.values import Phase, TrustValue

MOST_YEARS = 3
MONTHS_AHEAD = 18
LONGEST_PO_NUMBER = 35
LONGEST_NOTE = 2000
LONGEST_REASON = 1000


class CannotOrder(Refused):
    """This trust cannot order this service."""


class ListingClosed(CannotOrder):
    """The service is no longer offered."""


class PriceChanged(Refused):
    """The price moved between being shown and being ordered; `changes` says how, in sentences."""

    def __init__(self, changes: Sequence[str]) -> None:
        super().__init__("The price has changed since you checked it. Nothing has been ordered. Check it again.")
        self.changes = tuple(changes)


class AlreadyAnswered(Refused):
    """Someone else was quicker: the order is no longer waiting for this."""


def check_can_order(listing: ListingValue, *, buyer: TrustValue, provider: TrustValue) -> None:
    """Raises ListingClosed or CannotOrder unless a trust may order a listing now."""
    if listing.state is ListingState.CLOSED:
        raise ListingClosed(f"“{listing.title}” is no longer offered. Find another service.")
    if buyer.id == provider.id:
        raise CannotOrder(
            "This is your own trust’s service. Between the schools of one trust nothing is ordered or invoiced: "
            "share its cost in your own accounts."
        )
    if not buyer.is_open:
        raise CannotOrder("Your trust is closed on the register, so it cannot order. Switch to an open trust.")
    if not provider.is_open:
        raise CannotOrder(f"{provider.name} is closed on the register, so this service cannot be ordered.")


def check_choice(choice: Choice, *, schools: Sequence[SchoolAsked], phases: Sequence[Phase], today: date) -> None:
    """Raises CannotOrder, with its field, for a choice that the service or the calendar does not allow.

    `schools` are those chosen. A school whose phase the register does not give may be chosen.
    """
    if not schools:
        _refuse("Choose at least one school", "schools")
    if len(schools) > MOST_LINES:
        _refuse(f"Choose at most {MOST_LINES} schools, and order for the others separately", "schools")
    for school in schools:
        if school.phase is not Phase.NOT_APPLICABLE and school.phase not in phases:
            _refuse(f"{school.name} is {school.phase.label.lower()}, which this service does not cover", "schools")
    if choice.start_date < today:
        _refuse("Enter a start date that is today or later", "start_date")
    if choice.start_date > latest_start(today):
        _refuse(f"Enter a start date within {MONTHS_AHEAD} months", "start_date")
    if not 1 <= choice.years <= MOST_YEARS:
        _refuse(f"Choose a length of 1 to {MOST_YEARS} years", "years")
    _check_length(choice.po_number, LONGEST_PO_NUMBER, "a PO number", "po_number")
    _check_length(choice.note, LONGEST_NOTE, "a note", "note")


def tidy_choice(choice: Choice) -> Choice:
    """The choice with spaces trimmed and no school named twice."""
    chosen = tuple(dict.fromkeys(choice.school_ids))
    return Choice(chosen, choice.start_date, choice.years, choice.po_number.strip(), choice.note.strip())


def latest_start(today: date) -> date:
    """The last start date that may be ordered today: 18 months ahead."""
    return months_later(today, MONTHS_AHEAD)


def check_reason(reason: str, *, doing: str) -> str:
    """The reason, trimmed. Raises Refused where none is given or it is too long; `doing` ends "Enter why you are …"."""
    text = reason.strip()
    if not text:
        raise Refused(f"Enter why you are {doing}", field="reason")
    _check_length(text, LONGEST_REASON, "a reason", "reason")
    return text


def check_can_answer(state: OrderState) -> None:
    """Raises AlreadyAnswered unless an order waits for its provider."""
    if state is not OrderState.AWAITING_PROVIDER:
        raise AlreadyAnswered(f"This order is already {_standing(state)}. Your answer was not recorded.")


def check_can_agree(*, buyer: TrustValue, provider: TrustValue) -> None:
    """Raises CannotOrder where either trust has closed since the order was placed: there is nobody to agree with."""
    if not buyer.is_open:
        raise CannotOrder(f"{buyer.name} is closed on the register, so its order cannot be accepted. Decline it.")
    if not provider.is_open:
        raise CannotOrder("Your trust is closed on the register, so it cannot accept an order. Decline it.")


def check_can_withdraw(state: OrderState) -> None:
    """Raises AlreadyAnswered unless an order is still open."""
    if not state.is_open:
        raise AlreadyAnswered(f"This order is already {_standing(state)}, so it cannot be withdrawn.")


def _standing(state: OrderState) -> str:
    return state.label[0].lower() + state.label[1:]


def _check_length(text: str, most: int, what: str, field: str) -> None:
    if len(text) > most:
        _refuse(f"Enter {what} of {most:,} characters or fewer", field)


def _refuse(message: str, field: str) -> NoReturn:
    raise CannotOrder(message, field=field)
