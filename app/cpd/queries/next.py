"""The courses that begin next, of all trusts."""

from datetime import datetime
from itertools import count

from sqlalchemy import func, select

from app.cpd.models import Run
from app.cpd.queries.courses import courses_by_id
from app.cpd.queries.runs import list_coming_runs, not_cancelled
from app.cpd.values import CourseValue, RunValue
from app.kernel.database import session
from app.listings.values import ListingState
from app.trusts import queries as trusts

BATCH = 24


def list_next(most: int, at: datetime) -> list[tuple[CourseValue, RunValue]]:
    """Courses on offer, each with the run that begins next, soonest first; none of a trust that has closed."""
    found: list[tuple[CourseValue, RunValue]] = []
    for skip in count(step=BATCH):
        batch = _soonest(at, skip)
        found += _on_offer(batch, at)
        if len(found) >= most or len(batch) < BATCH:
            break
    return found[:most]


def _soonest(at: datetime, skip: int) -> list[int]:
    """The listings, in whatever state, of the runs that begin next."""
    query = select(Run.listing_id).where(Run.starts_at > at, not_cancelled()).group_by(Run.listing_id)
    return list(session().scalars(query.order_by(func.min(Run.starts_at), Run.listing_id).offset(skip).limit(BATCH)))


def _on_offer(listing_ids: list[int], at: datetime) -> list[tuple[CourseValue, RunValue]]:
    courses, coming = courses_by_id(listing_ids), list_coming_runs(listing_ids, at)
    providers = trusts.trusts_by_id({each.provider_id for each in courses.values()})
    return [
        (courses[each], next(run for run in coming[each] if not run.has_begun(at)))
        for each in listing_ids
        if courses[each].listing.state is ListingState.PUBLISHED and providers[courses[each].provider_id].is_open
    ]
