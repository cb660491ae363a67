"""Who may book places, and until when they are held and to be named."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time
from typing import NoReturn

from app.cpd.rules.money import deadline
from app.cpd.values import BookedBy, BookingChoice, DelegateValue, NewDelegate, RunValue, SessionValue
from app.kernel.clock import LONDON, london_date
from app.kernel.errors import Refused
from app.kernel.working_days import add_working_days
from app.listings.values import ListingState, ListingValue
from app.trusts.values import TrustValue

MOST_PLACES = 50
LONGEST_PO_NUMBER = 35
LONGEST_NOTE = 2000
LONGEST_NAME = 100
LONGEST_EMAIL = 254
LONGEST_REASON = 1000
DECIDED_BY = time(17)


class CannotBook(Refused):
    """This trust cannot have these places."""


class CourseClosed(CannotBook):
    """The course is no longer offered."""


class AlreadyComing(CannotBook):
    """Somebody has a place in one of these sessions, or is in line for one."""


class Full(Refused):
    """There are fewer seats than places asked for; `left` is how many there are."""

    def __init__(self, message: str, *, left: int = 0) -> None:
        super().__init__(message)
        self.left = left


class MovedOn(Refused):
    """Somebody else was quicker: the place is no longer where it was."""

    def __init__(self) -> None:
        super().__init__("Somebody else was quicker: this place has moved on. Look at it again.")


def check_can_book(
    listing: ListingValue, run: RunValue, *, buyer: TrustValue, provider: TrustValue, at: datetime
) -> None:
    """Raises CourseClosed or CannotBook unless a trust may ask for places on a run now."""
    if listing.state is ListingState.CLOSED:
        raise CourseClosed(f"“{listing.title}” is no longer offered. Find another course.")
    check_open(run, at)
    check_both_open(buyer=buyer, provider=provider)


def check_both_open(*, buyer: TrustValue, provider: TrustValue) -> None:
    """Raises CannotBook where either trust is closed on the register."""
    if not buyer.is_open:
        raise CannotBook("Your trust is closed on the register, so it cannot book. Switch to an open trust.")
    if not provider.is_open:
        raise CannotBook(f"{provider.name} is closed on the register, so this course cannot be booked.")


def check_open(run: RunValue, at: datetime) -> None:
    """Raises CannotBook for a run that is cancelled or has begun: of one booked by session, every session."""
    if run.cancellation is not None:
        raise CannotBook("This run was cancelled. Choose another date.")
    if not run.is_open(at):
        raise CannotBook("This run has begun, so no more places can be taken on it. Choose another date.")


def check_to_come(run: RunValue, session_ids: Collection[int], at: datetime) -> None:
    """Raises CannotBook unless everything that a place on a run is for is still to come."""
    check_open(run, at)
    begun = next((each for each in run.sessions if each.id in session_ids and each.has_begun(at)), None)
    if begun is not None:
        raise CannotBook(
            f"Session {begun.position} has begun, so no more places can be taken in it. "
            "Choose sessions that are still to come.",
            field="sessions",
        )


def check_choice(choice: BookingChoice, *, booked_by: BookedBy, run: RunValue, known: Sequence[DelegateValue]) -> None:
    """Raises CannotBook, with its field, for a choice that no run or this course does not allow.

    `known` are the people chosen who are on record. An e-mail address stands for one person: twice is refused.
    """
    if not 1 <= choice.count <= MOST_PLACES:
        _refuse(f"Choose 1 to {MOST_PLACES} places" if choice.count else "Choose at least one place", "delegates")
    if choice.to_follow < 0:
        _refuse("Enter a number of places of 0 or more", "to_follow")
    if booked_by is BookedBy.WHOLE and choice.session_ids and len(set(choice.session_ids)) < len(run.sessions):
        _refuse("This course is booked whole: choose every session", "sessions")
    for number, new in enumerate(choice.new_delegates, start=1):
        check_new_delegate(new, suffix=f"_{number}")
    _check_nobody_twice(choice, known)
    _check_length(choice.po_number, LONGEST_PO_NUMBER, "a PO number", "po_number")
    _check_length(choice.note, LONGEST_NOTE, "a note", "note")


def check_new_delegate(new: NewDelegate, *, suffix: str = "") -> None:
    """Raises CannotBook for a person without a name, or without an e-mail address that could be one."""
    if not new.name:
        _refuse("Enter the person’s name", f"name{suffix}")
    _check_length(new.name, LONGEST_NAME, "a name", f"name{suffix}")
    before, _, domain = new.email.partition("@")
    if not before or "." not in domain or any(each.isspace() for each in new.email):
        _refuse(f"Enter {new.name}’s e-mail address, like name@school.org.uk", f"email{suffix}")
    _check_length(new.email, LONGEST_EMAIL, "an e-mail address", f"email{suffix}")


def tidy_choice(choice: BookingChoice) -> BookingChoice:
    """The choice with spaces trimmed, e-mail addresses in small letters, and nobody and no session named twice."""
    return BookingChoice(
        run_id=choice.run_id,
        delegate_ids=tuple(dict.fromkeys(choice.delegate_ids)),
        new_delegates=tuple(tidy_delegate(each) for each in choice.new_delegates),
        to_follow=choice.to_follow,
        session_ids=tuple(sorted(set(choice.session_ids))),
        whole_school_id=choice.whole_school_id,
        po_number=choice.po_number.strip(),
        note=choice.note.strip(),
    )


def tidy_delegate(new: NewDelegate) -> NewDelegate:
    """A person as typed, with spaces trimmed and the e-mail address in small letters."""
    return NewDelegate(" ".join(new.name.split()), new.email.strip().lower(), new.school_id)


def check_fits(sessions: Sequence[SessionValue], count: int) -> None:
    """Raises Full, saying how many are left, unless every session has so many seats."""
    left = min(each.left for each in sessions)
    if count <= left:
        return
    if not left:
        raise Full("No places are left. Join the waiting list, or choose another date.")
    are = "1 place is" if left == 1 else f"{left} places are"
    tight = [each for each in sessions if each.left == left]
    where = "" if len(tight) == len(sessions) else f" in session {tight[0].position}"
    raise Full(f"Only {are} left{where}, and you asked for {count}. Book {left}, or join the waiting list.", left=left)


def check_nobody_comes(names: Sequence[str]) -> None:
    """Raises AlreadyComing naming those who have a place in one of the sessions, or are in line for one."""
    if names:
        has = "has" if len(names) == 1 else "have"
        raise AlreadyComing(
            f"{_listed(names)} already {has} a place on this course, or a place in its line. "
            "Choose somebody else, or other sessions.",
            field="delegates",
        )


def check_of_school(people: Sequence[DelegateValue], school_id: int, school: str) -> None:
    """The whole-school price is for people of one school. Raises CannotBook naming one who is of another."""
    other = next((each for each in people if each.school_id not in (None, school_id)), None)
    if other is not None:
        _refuse(f"{other.name} is not at {school}: the whole-school price is for people of one school", "whole_school")


def check_reason(reason: str, *, doing: str) -> str:
    """The reason, trimmed. Raises CannotBook where none is given or it is too long; `doing` ends "Enter why …"."""
    text = reason.strip()
    if not text:
        _refuse(f"Enter why you are {doing}", "reason")
    _check_length(text, LONGEST_REASON, "a reason", "reason")
    return text


def check_reason_length(reason: str) -> str:
    """The reason, trimmed, which may be empty. Raises CannotBook where it is too long."""
    text = reason.strip()
    _check_length(text, LONGEST_REASON, "a reason", "reason")
    return text


def check_can_name(run: RunValue, at: datetime) -> None:
    """Naming and substituting are free until the last session ends. Raises CannotBook after that."""
    if run.cancellation is not None or run.is_over(at):
        raise CannotBook("This course is over, so its places stay as they were.")


def check_can_cancel(starts_at: datetime, at: datetime) -> None:
    """A place is given back before what it is for begins; `starts_at` in UTC. Raises CannotBook after that."""
    if starts_at <= at:
        raise CannotBook("This course has begun, so its places cannot be cancelled. Name somebody else instead.")


def hold_until(at: datetime, days: int, starts_at: datetime) -> datetime:
    """Until when places are held for a decision, in UTC: 5pm in London some working days on, or the start if sooner."""
    day = add_working_days(london_date(at), days)
    return min(datetime.combine(day, DECIDED_BY, LONDON), starts_at).astimezone(UTC)


def name_by(start: date, days: int, *, today: date) -> date:
    """By which day places without a name are named: some working days before the start, or today where that is past."""
    return max(deadline(start, days), today)


def _check_nobody_twice(choice: BookingChoice, known: Sequence[DelegateValue]) -> None:
    seen = {each.email for each in known if each.email}
    for number, new in enumerate(choice.new_delegates, start=1):
        if new.email in seen:
            _refuse(f"{new.email} is in this booking twice. Take one of them out", f"email_{number}")
        seen.add(new.email)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _check_length(text: str, most: int, what: str, field: str) -> None:
    if len(text) > most:
        _refuse(f"Enter {what} of {most:,} characters or fewer", field)


def _refuse(message: str, field: str) -> NoReturn:
    raise CannotBook(message, field=field)
