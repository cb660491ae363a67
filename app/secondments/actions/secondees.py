"""What is done with the record of somebody who may be lent: put on record, put right, linked to an account."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.notifications import actions as notifications
from app.people import queries as people
from app.secondments.messages import secondees as messages
from app.secondments.models import Secondee
from app.secondments.queries import retention
from app.secondments.queries.interests import interests_of_secondee
from app.secondments.queries.secondees import get_secondee
from app.secondments.rules.secondees import AddressTaken, SecondeeRefused, tidy_secondee
from app.secondments.values import SecondeeDraft
from app.trusts import queries as trusts

TAKEN = "Somebody in your list has this email address already"


def add_secondee(*, draft: SecondeeDraft, actor: Actor, at: datetime) -> int:
    """Put somebody of the actor's trust on record; returns their id.

    Raises SecondeeRefused for what is no name or address, AddressTaken where somebody of the trust has it.
    """
    typed = tidy_secondee(draft)
    check_not_own(typed.email, actor)
    values = {
        "trust_id": actor.trust,
        "name": typed.name,
        "email": typed.email,
        "home_post": typed.home_post,
        "profile": typed.profile,
        "person_id": member_with(actor.trust, typed.email),
        "added_at": at,
    }
    if not insert_or_ignore(Secondee.__table__, values):  # type: ignore[arg-type]
        raise AddressTaken(TAKEN, field="email")
    known = (Secondee.trust_id == actor.trust, Secondee.email == typed.email)
    secondee_id = session().scalars(select(Secondee.id).where(*known)).one()
    audit.record(actor=actor, verb="secondments.secondee_added", subject=subject(secondee_id), at=at)
    return secondee_id


def member_with(trust_id: int, email: str) -> int | None:
    """The member of a trust whose confirmed account has an address, if there is one."""
    person = people.find_by_email(email)
    is_member = person is not None and person.is_confirmed and trusts.find_member(trust_id, person.id) is not None
    return person.id if person and is_member else None


def change_secondee(*, secondee_id: int, draft: SecondeeDraft, actor: Actor, at: datetime) -> bool:
    """Put right what is kept of somebody of the actor's trust; True where they have another address now.

    Their links so far end with another address, what was sent to the former one is erased, and they are sent a new
    link where they are asked for something.
    Raises NotFound, SecondeeRefused for what is no name or address, or AddressTaken.
    """
    before, typed = get_secondee(actor.trust, secondee_id), tidy_secondee(draft)
    check_not_own(typed.email, actor)
    has_moved = typed.email != before.email
    values: dict[str, object] = asdict(typed)
    if has_moved:
        values["person_id"] = member_with(actor.trust, typed.email)
    try:
        with session().begin_nested():
            _write(secondee_id, values)
    except IntegrityError:
        raise AddressTaken(TAKEN, field="email") from None
    changed = [name for name in asdict(typed) if getattr(before, name) != getattr(typed, name)]
    facts = {"changed": ", ".join(changed)}
    audit.record(actor=actor, verb="secondments.secondee_changed", subject=subject(secondee_id), at=at, facts=facts)
    if has_moved:
        notifications.erase_mail_to(address=before.email, with_waiting=True, about=messages.KEYS)
        messages.readdress(get_secondee(actor.trust, secondee_id), interests_of_secondee(secondee_id), at=at)
    return has_moved


def send_link(*, secondee_id: int, actor: Actor, at: datetime) -> None:
    """Send somebody of the actor's trust a new link to their own page, to the address held. Raises NotFound."""
    messages.send_link(get_secondee(actor.trust, secondee_id), at=at)
    audit.record(actor=actor, verb="secondments.link_sent", subject=subject(secondee_id), at=at)


def link_accounts(*, at: datetime) -> int:
    """Link people who may be lent to the accounts that members of their trust have; returns how many."""
    linked = 0
    for trust_id, by_email in retention.list_unlinked().items():
        members = people.people_by_id(each.person_id for each in trusts.list_members(trust_id))
        for person in members.values():
            secondee_id = by_email.get(person.email) if person.is_confirmed else None
            if secondee_id is not None:
                _write(secondee_id, {"person_id": person.id})
                audit.record(actor=None, verb="secondments.secondee_linked", subject=subject(secondee_id), at=at)
                linked += 1
    return linked


def check_not_own(email: str, actor: Actor) -> None:
    """Nobody consents for another: an HR lead's own address is no address for somebody they put forward."""
    person = people.find_by_email(email)
    if person is not None and person.id == actor.person_id:
        raise SecondeeRefused(
            "Enter the person’s own email address, not yours: they give their consent there. "
            "To be lent yourself, ask another HR lead to add you.",
            field="email",
        )


def subject(secondee_id: int) -> str:
    """How the trail calls somebody who may be lent."""
    return f"secondee:{secondee_id}"


def _write(secondee_id: int, values: dict[str, object]) -> None:
    changed = update(Secondee).where(Secondee.id == secondee_id).values(**values)
    session().execute(changed.execution_options(synchronize_session=False))
