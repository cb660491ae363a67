"""What is done with the record of somebody who may be lent: put on record, put right, linked to an account."""

from datetime import datetime

from sqlalchemy import select

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.people import queries as people
from app.secondments.models import Secondee
from app.secondments.rules.secondees import AddressTaken, tidy_secondee
from app.secondments.values import SecondeeDraft
from app.trusts import queries as trusts

TAKEN = "Somebody in your list has this email address already"


def add_secondee(*, draft: SecondeeDraft, actor: Actor, at: datetime) -> int:
    """Put somebody of the actor's trust on record; returns their id.

    Raises SecondeeRefused for what is no name or address, AddressTaken where somebody of the trust has it.
    """
    typed = tidy_secondee(draft)
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
    audit.record(actor=actor, verb="secondments.secondee_added", subject=f"secondee:{secondee_id}", at=at)
    return secondee_id


def member_with(trust_id: int, email: str) -> int | None:
    """The member of a trust whose confirmed account has an address, if there is one."""
    person = people.find_by_email(email)
    is_member = person is not None and person.is_confirmed and trusts.find_member(trust_id, person.id) is not None
    return person.id if person and is_member else None
