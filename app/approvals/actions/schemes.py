"""Keeping a trust's scheme of delegation, and who holds its posts."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from app.approvals import queries, rules
from app.approvals.frozen import freeze
from app.approvals.models import PostHolder, SchemeBand, SchemeVersion
from app.approvals.values import Band, Post
from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound


def make_scheme(
    *,
    bands: Sequence[Band],
    includes_vat: bool,
    from_date: date,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
) -> int:
    """Make a new version of the actor's trust's scheme, in force from a day; returns its number.

    What was asked for before keeps the version it was asked under. `seen` is the number of the
    version that was made last when the person looked, 0 for none. Raises BandsWrong.
    """
    rules.check_bands(bands)
    rules.check_starts(from_date, today=london_date(at))
    rules.check_seen(queries.last_number(actor.trust), seen)
    number = _add_version(bands, includes_vat, from_date, actor, at)
    facts = {"from": from_date.isoformat(), "includes_vat": includes_vat, "bands": freeze(bands)}
    audit.record(actor=actor, verb="approvals.scheme_made", subject=f"scheme:{number}", at=at, facts=facts)
    return number


def appoint(*, post: Post, person_id: int, is_deputy: bool, actor: Actor, at: datetime) -> None:
    """Have a person hold a post of the actor's trust, or deputise for it, from now on.

    Raises PostWrong for someone who may not approve, or who is in the post already.
    """
    rules.check_can_hold(person_id, approvers=queries.approvers_of(actor.trust))
    values = {
        "trust_id": actor.trust,
        "post": post,
        "person_id": person_id,
        "is_deputy": is_deputy,
        "from_at": at,
    }
    if not insert_or_ignore(PostHolder.__table__, values):  # type: ignore[arg-type]
        raise rules.PostWrong("This person is already in that post. End that first.", field="person")
    facts = {"post": post.value, "person_id": person_id, "is_deputy": is_deputy}
    audit.record(actor=actor, verb="approvals.appointed", subject=f"person:{person_id}", at=at, facts=facts)


def end_post(*, holder_id: int, actor: Actor, at: datetime) -> None:
    """End a person's time in a post of the actor's trust. Raises NotFound."""
    held = session().get(PostHolder, holder_id)
    if held is None or held.trust_id != actor.trust:
        raise NotFound(f"no post holder {holder_id} of trust {actor.trust}")
    current = (PostHolder.id == holder_id, PostHolder.ended_at.is_(None))
    ended = session().execute(update(PostHolder).where(*current).values(ended_at=at))
    if not getattr(ended, "rowcount", 0):
        raise NotFound(f"post holder {holder_id} has ended already")
    facts = {"post": Post(held.post).value, "person_id": held.person_id}
    audit.record(actor=actor, verb="approvals.post_ended", subject=f"person:{held.person_id}", at=at, facts=facts)


def _add_version(bands: Sequence[Band], includes_vat: bool, from_date: date, actor: Actor, at: datetime) -> int:
    mine = SchemeVersion.trust_id == actor.trust
    number = queries.last_number(actor.trust) + 1
    values = {
        "trust_id": actor.trust,
        "number": number,
        "from_date": from_date,
        "includes_vat": includes_vat,
        "made_at": at,
        "made_by": actor.person_id,
    }
    if not insert_or_ignore(SchemeVersion.__table__, values):  # type: ignore[arg-type]
        raise rules.BandsWrong(rules.CHANGED_MEANWHILE)
    scheme_id = session().scalars(select(SchemeVersion.id).where(mine, SchemeVersion.number == number)).one()
    session().add_all(_band(scheme_id, position, band) for position, band in enumerate(bands))
    session().flush()
    return number


def _band(scheme_id: int, position: int, band: Band) -> SchemeBand:
    return SchemeBand(
        scheme_id=scheme_id,
        position=position,
        up_to_pence=band.up_to.pence if band.up_to else None,
        decided_by=band.decided_by,
        quotes_needed=band.quotes_needed,
    )
