"""Holding a run while its places change, and telling the search that they did."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.cpd.models import Run
from app.cpd.values import KIND
from app.kernel.database import session
from app.kernel.errors import NotFound
from app.listings import queries as listings
from app.listings.values import ListingState
from app.search import actions as search


def lock_run(run_id: int) -> Run:
    """Hold a run until this transaction ends; its sessions and what was decided about it are read as they now are.

    Whoever changes a place, a seat or a session of a run holds it first. Raises NotFound.
    """
    held = lock_runs([run_id])
    if not held:
        raise NotFound(f"no run {run_id}")
    return held[0]


def lock_runs(run_ids: Iterable[int]) -> list[Run]:
    """Hold several runs, in the order of their ids, so that no two who do so wait for one another."""
    parts = (Run.sessions, Run.cancellation, Run.go_ahead, Run.closing)
    query = select(Run).where(Run.id.in_(set(run_ids))).order_by(Run.id).with_for_update(of=Run)
    loaded = query.options(*(selectinload(each) for each in parts))
    return list(session().scalars(loaded.execution_options(populate_existing=True)))


def note_places(run: Run, at: datetime) -> None:
    """Have the search follow what became of a run's places or sessions: once for each action."""
    listing = listings.listings_by_id([run.listing_id])[run.listing_id]
    if listing.state is ListingState.PUBLISHED:
        search.note_change(reference=listing.reference, kind=KIND, at=at)
