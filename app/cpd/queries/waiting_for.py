"""What of CPD waits for a trust, counted for its desk: names to give, runs to decide, registers to finish."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from app.cpd.models import Booking, Place, RegisterClosing, Run, RunCancellation, RunGoAhead
from app.cpd.queries.runs import coming_at
from app.cpd.values import PlaceState
from app.kernel.database import session

DECIDED_WITHIN = timedelta(days=28)


def count_to_name(trust_id: int, at: datetime) -> int:
    """How many places that a trust has booked on runs to come nobody has been named for."""
    query = select(func.count(Place.id)).join(Booking, Booking.id == Place.booking_id).join(Run, Run.id == Place.run_id)
    unnamed = (Place.state == PlaceState.BOOKED, Place.delegate_id.is_(None))
    return session().scalar(query.where(Booking.buyer_id == trust_id, *unnamed, *coming_at(at))) or 0


def count_to_decide(provider_id: int, at: datetime) -> int:
    """How many runs of a trust that begin or are to be decided within four weeks are below their minimum."""
    booked = select(func.count()).where(Place.run_id == Run.id, Place.state == PlaceState.BOOKED).correlate(Run)
    soon = at + DECIDED_WITHIN
    return _count(
        select(Run.id)
        .where(Run.provider_id == provider_id, *coming_at(at), Run.minimum_places > booked.scalar_subquery())
        .where((Run.starts_at <= soon) | (Run.decide_on_date <= soon.date()))
        .where(Run.id.not_in(select(RunGoAhead.run_id)))
    )


def count_registers(provider_id: int, at: datetime) -> int:
    """How many runs of a trust are over, had somebody booked, and have no finished register."""
    booked = select(Place.run_id).where(Place.state == PlaceState.BOOKED)
    return _count(
        select(Run.id)
        .where(Run.provider_id == provider_id, Run.ends_at <= at, Run.id.in_(booked))
        .where(Run.id.not_in(select(RunCancellation.run_id)), Run.id.not_in(select(RegisterClosing.run_id)))
    )


def _count(query: Select[int]) -> int:
    return session().scalar(select(func.count()).select_from(query.subquery())) or 0
