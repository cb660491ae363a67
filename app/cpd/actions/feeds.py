"""The secret address of a trust's calendar: made, renewed, taken away. And courses that leave the search."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select

from app.audit import actions as audit
from app.cpd.actions.locks import note_places
from app.cpd.models import CalendarFeed, Run, Session
from app.kernel.actor import Actor
from app.kernel.database import session

SECRET_BYTES = 24


def make_feed(*, actor: Actor, at: datetime) -> str:
    """Give the actor's trust a calendar feed at a new secret address, which is returned; an older one ends."""
    renewed = _end(actor.trust)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    session().add(CalendarFeed(trust_id=actor.trust, secret=secret, made_by=actor.person_id, made_at=at))
    session().flush()
    verb = "cpd.feed_renewed" if renewed else "cpd.feed_made"
    audit.record(actor=actor, verb=verb, subject=f"trust:{actor.trust}", at=at)
    return secret


def remove_feed(*, actor: Actor, at: datetime) -> None:
    """End the calendar feed of the actor's trust; without one nothing is done."""
    if _end(actor.trust):
        audit.record(actor=actor, verb="cpd.feed_removed", subject=f"trust:{actor.trust}", at=at)


def note_begun(*, since: datetime, at: datetime) -> None:
    """Have the search follow the courses of which a session began after a moment and by now."""
    inside = select(Session.run_id).where(Session.starts_at > since, Session.starts_at <= at)
    begun = session().scalars(select(Run).where(Run.id.in_(inside)).order_by(Run.id))
    for run in {each.listing_id: each for each in begun}.values():
        note_places(run, at)


def _end(trust_id: int) -> bool:
    gone = session().execute(
        delete(CalendarFeed).where(CalendarFeed.trust_id == trust_id).execution_options(synchronize_session=False)
    )
    return bool(getattr(gone, "rowcount", 0))
