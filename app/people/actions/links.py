"""Links sent to a mailbox: made, used once, spent."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from app.kernel.database import session
from app.kernel.errors import Refused
from app.people import queries, rules
from app.people.models import Person, SentLink
from app.people.passwords import digest, new_token
from app.people.values import KEEP_LINKS, LINK_LASTS, LinkPurpose


class LinkNotUsable(Refused):
    """A link that is spent, past its time, or was never sent."""


def make_link(
    person: Person,
    purpose: LinkPurpose,
    *,
    at: datetime,
    lasts: timedelta | None = None,
    name: str | None = None,
    password_hash: str | None = None,
    next_path: str | None = None,
) -> tuple[int, str]:
    """A new link for a person: its id, and the token that only its mail will hold."""
    token = new_token()
    link = SentLink(
        person_id=person.id,
        purpose=purpose,
        token_hash=digest(token),
        name=name,
        password_hash=password_hash,
        next_path=rules.local_path(next_path),
        made_at=at,
        expires_at=at + (lasts or LINK_LASTS[purpose]),
    )
    session().add(link)
    session().flush()
    return link.id, token


def get_usable(token: str, purpose: LinkPurpose, *, at: datetime) -> SentLink:
    """A link that can be used now. Raises LinkNotUsable."""
    link = queries.find_link_row(token, purpose)
    if link is None:
        raise LinkNotUsable("This link does not work. Ask for a new one.")
    if link.used_at is not None:
        raise LinkNotUsable("This link has been used already. Ask for a new one.")
    if rules.is_expired(link.expires_at, at=at):
        raise LinkNotUsable("This link has run out. Ask for a new one.")
    return link


def spend(link: SentLink, *, at: datetime) -> None:
    """Use a link, and with it every other that its person was sent for the same.

    Raises LinkNotUsable when someone was quicker.
    """
    unused = SentLink.used_at.is_(None)
    mine = session().execute(update(SentLink).where(SentLink.id == link.id, unused).values(used_at=at))
    if not getattr(mine, "rowcount", 0):
        raise LinkNotUsable("This link has been used already. Ask for a new one.")
    others = (SentLink.person_id == link.person_id, SentLink.purpose == link.purpose, unused)
    session().execute(update(SentLink).where(*others).values(used_at=at, password_hash=None, name=None))


def erase_links(*, at: datetime) -> int:
    """Erase links 30 days after they ran out; returns how many."""
    erased = session().execute(delete(SentLink).where(SentLink.expires_at <= at - KEEP_LINKS))
    return int(getattr(erased, "rowcount", 0))
