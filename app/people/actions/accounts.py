"""What changes about an account: its password, its name, what it may do, and that it is erased."""

from datetime import datetime

from sqlalchemy import delete, select

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import session, transaction
from app.kernel.errors import NotFound, Refused
from app.notifications import actions as notifications
from app.people import messages, passwords, queries, rules
from app.people.actions.attempts import clear_account, count_attempt, forgive
from app.people.actions.links import get_usable, make_link, spend
from app.people.actions.sessions import end_all_sessions
from app.people.models import Person, SentLink, SignInSession
from app.people.values import KEEP_UNCONFIRMED, AttemptKind, Caller, LinkPurpose


class WrongPassword(Refused):
    """The password given as the present one is not."""


class NoSuchAccount(Refused):
    """No account has this address. Said to the operator only."""


def request_reset(*, email: str, caller: Caller, at: datetime) -> None:
    """Send a link for choosing a new password, if there is such an account; the answer is the same if not.

    Works while sign-in is locked. Raises EmailNotUsable for what is no address, TooManyAttempts after 3 in an hour
    for an address of mail, whether or not it has an account.
    """
    email = rules.usual_email(email)
    count_attempt(kind=AttemptKind.RESET, email=email, caller=caller)
    person = queries.find_row_by_email(email)
    if person is None:
        return
    link_id, token = make_link(person, LinkPurpose.SET_PASSWORD, at=at)
    messages.send_reset(email=email, token=token, link_id=link_id, at=at)
    _record(Actor(person.id), "people.reset_requested", person.id, at)


def set_password(*, token: str, password: str, at: datetime) -> int:
    """Choose a new password by a link; returns the person's id.

    Proves the mailbox, so an address not yet confirmed is so now. Ends every sign-in and the account's count
    of failed ones. Raises LinkNotUsable, WeakPassword.
    """
    with transaction(writing=False):
        owner = queries.get_person(get_usable(token, LinkPurpose.SET_PASSWORD, at=at).person_id)
    rules.check_password(password, about=[owner.email, owner.name])
    kept = passwords.hashed(password)
    link = get_usable(token, LinkPurpose.SET_PASSWORD, at=at)
    spend(link, at=at)
    person = session().get_one(Person, owner.id, with_for_update=True)
    person.password_hash = kept
    person.email_confirmed_at = person.email_confirmed_at or at
    end_all_sessions(person_id=person.id, at=at)
    clear_account(email=owner.email)
    _record(Actor(person.id), "people.password_set", person.id, at)
    messages.tell_password_changed(person_id=person.id, key=f"people.password_set:{link.id}", at=at)
    return person.id


def change_password(*, current: str, new: str, but: str | None, actor: Actor, caller: Caller, at: datetime) -> None:
    """Change the actor's password and sign them out of every browser save the one with the token `but`.

    A wrong present password counts as a failed sign-in. Raises WrongPassword, WeakPassword, TooManyAttempts.
    """
    with transaction(writing=False) as own:
        person = own.get_one(Person, actor.person_id)
        email, name, kept = person.email or "", person.name, person.password_hash
    attempt_id = count_attempt(kind=AttemptKind.SIGN_IN, email=email, caller=caller)
    if not passwords.is_right(kept, current):
        raise WrongPassword("Enter the password that you sign in with now", field="current")
    with transaction():
        forgive(attempt_id, account_too=True)
    if new == current:
        raise rules.WeakPassword("Choose a password that is not your present one", field="new")
    rules.check_password(new, about=[email, name], field="new")
    changed = passwords.hashed(new)
    session().get_one(Person, actor.person_id, with_for_update=True).password_hash = changed
    end_all_sessions(person_id=actor.person_id, at=at, but=but)
    _record(actor, "people.password_changed", actor.person_id, at)
    messages.tell_password_changed(
        person_id=actor.person_id, key=f"people.password_changed:{actor.person_id}:{attempt_id}", at=at
    )


def change_name(*, name: str, actor: Actor, at: datetime) -> None:
    """Change the actor's name. Raises NameNotUsable."""
    session().get_one(Person, actor.person_id).name = rules.usual_name(name)
    session().flush()
    _record(actor, "people.name_changed", actor.person_id, at)


def make_operator(*, email: str, at: datetime) -> int:
    """Let a person run the site; returns their id. Raises NoSuchAccount."""
    person = queries.find_row_by_email(email)
    if person is None:
        raise NoSuchAccount(f"No account has the address {email}. Add it first: flask people add {email} --name …")
    person.is_operator = True
    session().flush()
    _record(None, "people.made_operator", person.id, at)
    return person.id


def erase_person(*, person_id: int, at: datetime) -> None:
    """Erase a person's name, address, password, sign-ins, links and notices; their id stays. Raises NotFound."""
    person = session().get(Person, person_id, with_for_update=True)
    if person is None:
        raise NotFound(f"no person {person_id}")
    person.email, person.name, person.password_hash = None, "", None
    person.is_operator, person.erased_at = False, person.erased_at or at
    session().flush()
    for table in (SignInSession, SentLink):
        session().execute(delete(table).where(table.person_id == person_id))
    notifications.erase_person(person_id=person_id)
    _record(None, "people.erased", person_id, at)


def erase_unconfirmed(*, at: datetime) -> int:
    """Erase accounts that nobody confirmed within 14 days, unless a link still holds; returns how many."""
    still = select(SentLink.person_id).where(SentLink.used_at.is_(None), SentLink.expires_at > at)
    stale = select(Person.id).where(
        Person.email_confirmed_at.is_(None),
        Person.erased_at.is_(None),
        Person.created_at <= at - KEEP_UNCONFIRMED,
        Person.id.not_in(still),
    )
    found = list(session().scalars(stale.order_by(Person.id)))
    for person_id in found:
        erase_person(person_id=person_id, at=at)
    return len(found)


def _record(actor: Actor | None, verb: str, person_id: int, at: datetime) -> None:
    audit.record(actor=actor, verb=verb, subject=f"person:{person_id}", at=at)
