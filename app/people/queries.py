"""Reading about people. The one place where names are looked up."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.notifications.values import Address
from app.people import rules
from app.people.models import Person, SentLink, SignInSession
from app.people.passwords import digest
from app.people.values import SOMEONE_GONE, LinkPurpose, LinkValue, PersonValue, SessionValue


def names(person_ids: Iterable[int]) -> dict[int, str]:
    """The names of some people in one batch; "Someone who has left" for one who is erased or unknown."""
    wanted = set(person_ids)
    if not wanted:
        return {}
    rows = session().execute(select(Person.id, Person.name).where(Person.id.in_(wanted), Person.erased_at.is_(None)))
    known = {row.id: row.name for row in rows}
    return {person_id: known.get(person_id, SOMEONE_GONE) for person_id in wanted}


def get_person(person_id: int) -> PersonValue:
    """A person, erased ones too. Raises NotFound."""
    person = session().get(Person, person_id)
    if person is None:
        raise NotFound(f"no person {person_id}")
    return person_value(person)


def people_by_id(person_ids: Iterable[int]) -> dict[int, PersonValue]:
    """Some people in one batch; those unknown are left out."""
    rows = session().scalars(select(Person).where(Person.id.in_(set(person_ids))))
    return {row.id: person_value(row) for row in rows}


def find_by_email(email: str) -> PersonValue | None:
    """The person with an address, however its letters are written, or None."""
    person = find_row_by_email(email)
    return person_value(person) if person else None


def find_row_by_email(email: str) -> Person | None:
    """As `find_by_email`, for this domain's own rooms."""
    return session().scalar(select(Person).where(Person.email == email.strip().lower()))


def list_operators() -> list[int]:
    """The ids of the people who run the site, in order."""
    chosen = select(Person.id).where(Person.is_operator, Person.erased_at.is_(None)).order_by(Person.id)
    return list(session().scalars(chosen))


def addresses(person_ids: Iterable[int]) -> dict[int, Address]:
    """Where some people's mail goes: only those whose address is confirmed and who are not erased."""
    rows = session().scalars(
        select(Person).where(
            Person.id.in_(set(person_ids)), Person.email.is_not(None), Person.email_confirmed_at.is_not(None)
        )
    )
    return {row.id: Address(row.name, row.email) for row in rows if row.email}


def find_session(token: str, *, at: datetime) -> SessionValue | None:
    """The sign-in that a browser's token stands for, or None when it has ended; `at` is real time."""
    found = session().execute(
        select(SignInSession, Person)
        .join(Person, Person.id == SignInSession.person_id)
        .where(SignInSession.token_hash == digest(token), Person.erased_at.is_(None))
    )
    for row, person in found:
        if rules.is_live(started_at=row.started_at, last_seen_at=row.last_seen_at, at=at):
            return _session_value(row, person)
    return None


def list_sessions(person_id: int, *, at: datetime) -> list[SessionValue]:
    """The browsers in which a person is signed in now, last seen first; `at` is real time."""
    rows = session().execute(
        select(SignInSession, Person)
        .join(Person, Person.id == SignInSession.person_id)
        .where(SignInSession.person_id == person_id)
        .order_by(SignInSession.last_seen_at.desc(), SignInSession.id.desc())
    )
    return [
        _session_value(row, person)
        for row, person in rows
        if rules.is_live(started_at=row.started_at, last_seen_at=row.last_seen_at, at=at)
    ]


def find_link(token: str, purpose: LinkPurpose, *, at: datetime) -> LinkValue | None:
    """The link with a token, spent and expired ones too, or None when no such link was sent."""
    link = find_link_row(token, purpose)
    if link is None:
        return None
    return LinkValue(
        person=get_person(link.person_id),
        next_path=link.next_path,
        is_used=link.used_at is not None,
        is_expired=rules.is_expired(link.expires_at, at=at),
    )


def find_link_row(token: str, purpose: LinkPurpose) -> SentLink | None:
    """As `find_link`, for this domain's own rooms."""
    return session().scalar(select(SentLink).where(SentLink.token_hash == digest(token), SentLink.purpose == purpose))


def person_value(person: Person) -> PersonValue:
    """What other domains get of a person."""
    is_erased = person.erased_at is not None
    return PersonValue(
        id=person.id,
        name=SOMEONE_GONE if is_erased else person.name,
        email=person.email or "",
        is_confirmed=person.email_confirmed_at is not None,
        is_operator=person.is_operator and not is_erased,
        is_erased=is_erased,
    )


def _session_value(row: SignInSession, person: Person) -> SessionValue:
    return SessionValue(
        id=row.id,
        person=person_value(person),
        started_at=row.started_at,
        last_seen_at=row.last_seen_at,
        browser=rules.browser_name(row.user_agent),
    )
