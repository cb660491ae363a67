"""How an account begins."""

from datetime import datetime

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session, transaction
from app.kernel.errors import Refused
from app.people import messages, passwords, queries, rules
from app.people.actions.attempts import count_attempt, forgive
from app.people.actions.links import get_usable, make_link, spend
from app.people.models import Person
from app.people.values import WELCOME_LASTS, AttemptKind, Caller, LinkPurpose


class AccountExists(Refused):
    """There is an account with this address. Said to the operator and in an invited person's own mailbox only."""


class NotTheRegistered(Refused):
    """The password is not the one of the registration that this link confirms."""


def create_account(
    *, email: str, name: str, password: str, caller: Caller, at: datetime, next_path: str | None = None
) -> int:
    """Register an account, to be confirmed by a link in its mailbox; returns the person's id.

    Where there is an account already nothing changes and its owner is told by mail: whoever typed the address is
    answered alike. `next_path` is where to go on to once confirmed. Raises EmailNotUsable (also for free mail),
    NameNotUsable, WeakPassword, TooManyAttempts.
    """
    email, name = rules.usual_email(email), rules.usual_name(name)
    rules.check_work_email(email)
    rules.check_password(password, about=[email, name])
    attempt_id = count_attempt(kind=AttemptKind.REGISTER, email=email, caller=caller)
    kept = passwords.hashed(password)
    person = _get_or_add(email, name, at)
    if person.email_confirmed_at is not None:
        messages.send_already_registered(email=email, attempt_id=attempt_id, at=at)
        _record(person.id, "people.registered_again", at)
        return person.id
    link_id, token = make_link(person, LinkPurpose.CONFIRM, at=at, name=name, password_hash=kept, next_path=next_path)
    messages.send_confirmation(email=email, token=token, link_id=link_id, at=at)
    _record(person.id, "people.registered", at)
    return person.id


def confirm_email(*, token: str, password: str, caller: Caller, at: datetime) -> int:
    """Confirm an address by the link sent to it and the password chosen at that registration; returns the person's id.

    The password is asked for so that nobody confirms an account that someone else registered in their name.
    Raises LinkNotUsable, NotTheRegistered, TooManyAttempts.
    """
    with transaction(writing=False):
        link = get_usable(token, LinkPurpose.CONFIRM, at=at)
        email, kept = queries.get_person(link.person_id).email, link.password_hash
    attempt_id = count_attempt(kind=AttemptKind.SIGN_IN, email=email, caller=caller)
    if not passwords.is_right(kept, password):
        raise NotTheRegistered("Enter the password that you chose when you registered", field="password")
    link = get_usable(token, LinkPurpose.CONFIRM, at=at)
    person = session().get_one(Person, link.person_id)
    person.name, person.password_hash = link.name or person.name, kept
    person.email_confirmed_at = at
    link.password_hash = link.name = None
    spend(link, at=at)
    forgive(attempt_id, account_too=True)
    _record(person.id, "people.email_confirmed", at)
    return person.id


def add_confirmed_person(
    *,
    email: str,
    name: str,
    at: datetime,
    password: str | None = None,
    password_hash: str | None = None,
    is_operator: bool = False,
) -> int:
    """Add a person whose address is proven otherwise, as by an invitation sent to it; returns their id.

    A registration that was never confirmed becomes theirs. Give the password, or what `passwords.hashed` made
    of it. Raises AccountExists, EmailNotUsable, NameNotUsable, WeakPassword.
    """
    email, name = rules.usual_email(email), rules.usual_name(name)
    if password is not None:
        rules.check_password(password, about=[email, name])
        password_hash = passwords.hashed(password)
    person = _get_or_add(email, name, at)
    if person.email_confirmed_at is not None:
        raise AccountExists("There is an account with this email address already. Sign in with it.", field="email")
    person.name, person.password_hash = name, password_hash
    person.email_confirmed_at, person.is_operator = at, is_operator
    session().flush()
    _record(person.id, "people.added", at)
    return person.id


def add_person(*, email: str, name: str, at: datetime) -> str:
    """Add a person who sets their first password by a link good for 7 days; returns its path on this site.

    Raises AccountExists, EmailNotUsable, NameNotUsable.
    """
    email, name = rules.usual_email(email), rules.usual_name(name)
    person = _get_or_add(email, name, at)
    if person.email_confirmed_at is not None:
        raise AccountExists(f"{email} has an account already.", field="email")
    person.name = name
    _, token = make_link(person, LinkPurpose.SET_PASSWORD, at=at, lasts=WELCOME_LASTS)
    _record(person.id, "people.added", at)
    return f"/reset/{token}"


def _get_or_add(email: str, name: str, at: datetime) -> Person:
    insert_or_ignore(
        Person.__table__,  # type: ignore[arg-type]
        {"email": email, "name": name, "created_at": at, "is_operator": False},
    )
    person = queries.find_row_by_email(email)
    assert person is not None
    return person


def _record(person_id: int, verb: str, at: datetime) -> None:
    audit.record(actor=Actor(person_id), verb=verb, subject=f"person:{person_id}", at=at)
