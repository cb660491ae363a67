"""Signing in and out: sign-ins are kept here, so that they can be ended from anywhere."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.errors import Refused
from app.people import passwords, queries
from app.people.actions.attempts import clear_account, count_attempt, forgive
from app.people.models import Person, SignInSession
from app.people.values import IDLE, LONGEST, AttemptKind, Caller, SessionValue

NOTED_EVERY = timedelta(minutes=5)
LONGEST_AGENT = 300


class NotSignedIn(Refused):
    """The address or the password is wrong; which of them, or whether there is an account, is not said."""


@dataclass(frozen=True)
class Credentials:
    """What a password is checked against, read before the check so that no lock is held during it."""

    person_id: int | None
    kept: str | None


def sign_in(*, email: str, password: str, caller: Caller, at: datetime) -> str:
    """Sign a person in by address and password; returns the token for their browser's cookie.

    Refuses in the same words and after the same work whether or not there is such an account. Raises
    NotSignedIn, or TooManyAttempts after 5 failures for the account or 30 from the address in 15 minutes.
    """
    email = email.strip().lower()
    attempt_id = count_attempt(kind=AttemptKind.SIGN_IN, email=email, caller=caller)
    found = _credentials(email)
    if not passwords.is_right(found.kept, password) or found.person_id is None:
        raise NotSignedIn(
            "The email address or the password is not right. If you have just registered, confirm "
            "your email address first.",
            field="password",
        )
    person = session().get(Person, found.person_id, with_for_update=True)
    if person is None or person.password_hash != found.kept:
        raise NotSignedIn("Your password has just been changed. Sign in with the new one.", field="password")
    if passwords.is_dated(person.password_hash or ""):
        person.password_hash = passwords.hashed(password)
    forgive(attempt_id, account_too=True)
    clear_account(email=email)
    return start_session(person_id=person.id, caller=caller, at=at)


def start_session(*, person_id: int, caller: Caller, at: datetime) -> str:
    """Begin a sign-in for a person who has proved who they are; returns the token for their browser's cookie."""
    token = passwords.new_token()
    session().add(
        SignInSession(
            person_id=person_id,
            token_hash=passwords.digest(token),
            started_at=caller.at,
            last_seen_at=caller.at,
            user_agent=caller.user_agent[:LONGEST_AGENT],
        )
    )
    session().flush()
    _record(person_id, "people.signed_in", at)
    return token


def is_due_to_note(held: SessionValue, *, at: datetime) -> bool:
    """Whether it is five minutes since a sign-in was last noted as in use; `at` is real time."""
    return at - held.last_seen_at >= NOTED_EVERY


def note_seen(*, session_id: int, at: datetime) -> None:
    """Note that a browser is in use; `at` is real time."""
    session().execute(update(SignInSession).where(SignInSession.id == session_id).values(last_seen_at=at))


def end_session(*, token: str, person_id: int, at: datetime) -> None:
    """Sign a person out of the browser with this token."""
    session().execute(delete(SignInSession).where(SignInSession.token_hash == passwords.digest(token)))
    _record(person_id, "people.signed_out", at)


def end_all_sessions(*, person_id: int, at: datetime, but: str | None = None) -> int:
    """Sign a person out everywhere, save in the browser with the token `but`; returns of how many."""
    mine = [SignInSession.person_id == person_id]
    if but is not None:
        mine.append(SignInSession.token_hash != passwords.digest(but))
    ended = session().execute(delete(SignInSession).where(*mine))
    _record(person_id, "people.signed_out_everywhere", at)
    return int(getattr(ended, "rowcount", 0))


def erase_sessions(*, at: datetime) -> int:
    """Erase sign-ins that have run out; `at` is real time. Returns how many."""
    over = (SignInSession.last_seen_at <= at - IDLE) | (SignInSession.started_at <= at - LONGEST)
    return int(getattr(session().execute(delete(SignInSession).where(over)), "rowcount", 0))


def _credentials(email: str) -> Credentials:
    with transaction(writing=False):
        person = queries.find_row_by_email(email)
        if person is None or person.email_confirmed_at is None:
            return Credentials(None, None)
        return Credentials(person.id, person.password_hash)


def _record(person_id: int, verb: str, at: datetime) -> None:
    audit.record(actor=Actor(person_id), verb=verb, subject=f"person:{person_id}", at=at)
