"""Whose names are no longer kept, and who has an account that their record does not say yet."""

from collections import defaultdict
from datetime import datetime

from sqlalchemy import func, or_, select

from app.cpd.models import Delegate, Place, Run
from app.cpd.rules.retention import Kept, erased_before
from app.cpd.values import LIVE
from app.kernel.clock import london_date, midnight
from app.kernel.database import session


def list_outdated(at: datetime) -> list[tuple[int, str]]:
    """The ids and addresses of those whose names are kept no longer: nobody with a place to come is among them."""
    today = london_date(at)
    booked_before = midnight(erased_before(Kept.BOOKED, today))
    never_before = midnight(erased_before(Kept.NEVER_BOOKED, today))
    last = (
        select(
            Place.delegate_id.label("delegate_id"),
            func.max(Run.ends_at).label("last_at"),
            func.max(Place.booked_at).label("booked_at"),
        )
        .join(Run, Run.id == Place.run_id)
        .group_by(Place.delegate_id)
        .subquery()
    )
    is_live = select(Place.delegate_id).join(Run, Run.id == Place.run_id)
    waits = is_live.where(Place.state.in_(LIVE), Run.ends_at > at, Place.delegate_id.is_not(None))
    was_booked = last.c.booked_at.is_not(None)
    rows = session().execute(
        select(Delegate.id, Delegate.email)
        .outerjoin(last, last.c.delegate_id == Delegate.id)
        .where(Delegate.erased_at.is_(None), Delegate.id.not_in(waits))
        .where(
            or_(
                was_booked & (last.c.last_at < booked_before),
                ~was_booked & (Delegate.added_at < never_before),
            )
        )
        .order_by(Delegate.id)
    )
    return [(delegate_id, email or "") for delegate_id, email in rows]


def list_unlinked() -> dict[int, dict[str, int]]:
    """Those without an account on record: for each trust, ids by e-mail address."""
    rows = session().execute(
        select(Delegate.trust_id, Delegate.email, Delegate.id)
        .where(Delegate.person_id.is_(None), Delegate.email.is_not(None), Delegate.erased_at.is_(None))
        .order_by(Delegate.trust_id, Delegate.id)
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for trust_id, email, delegate_id in rows:
        if email is not None:
            found[trust_id][email] = delegate_id
    return found
