"""What somebody's own link opens."""

from datetime import datetime

from sqlalchemy import select

from app.kernel import signing
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.secondments.models import Secondee
from app.secondments.queries.secondees import secondee_value, secondees_by_id
from app.secondments.rules.secondee_links import SECONDEE_LINK, check_is_yours
from app.secondments.values import SecondeeValue


def open_secondee_link(token: str, *, at: datetime) -> SecondeeValue:
    """The person whose own link this is.

    Raises LinkUnreadable, LinkExpired from the second at which it runs out, or NoLongerYours once they are erased
    or the address that it was sent to is not the one held.
    """
    facts = signing.read(SECONDEE_LINK, token, at=at, ask="your employer’s HR lead")
    secondee_id = int(facts["secondee"])
    return check_is_yours(secondees_by_id([secondee_id]).get(secondee_id), mark=str(facts["to"]))


def secondees_of_address(email: str) -> list[SecondeeValue]:
    """Those whom trusts would lend and who have an e-mail address, whatever their trust, in order."""
    theirs = select(Secondee).where(Secondee.email == email.strip().lower(), Secondee.erased_at.is_(None))
    return [secondee_value(row) for row in session().scalars(theirs.order_by(Secondee.id))]


def secondees_of_person(person_id: int) -> list[SecondeeValue]:
    """Those whom trusts would lend and whose account is this person's, in order."""
    mine = select(Secondee).where(Secondee.person_id == person_id, Secondee.erased_at.is_(None))
    return [secondee_value(row) for row in session().scalars(mine.order_by(Secondee.id))]


def get_own_secondee(person_id: int, secondee_id: int) -> SecondeeValue:
    """One of those whose account is this person's. Raises NotFound for somebody else's record."""
    found = next((each for each in secondees_of_person(person_id) if each.id == secondee_id), None)
    if found is None:
        raise NotFound(f"secondee {secondee_id} is not person {person_id}")
    return found


def is_secondee(person_id: int) -> bool:
    """Whether a trust would lend the person whose account this is."""
    mine = select(Secondee.id).where(Secondee.person_id == person_id, Secondee.erased_at.is_(None))
    return session().scalar(mine.limit(1)) is not None
