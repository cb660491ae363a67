"""Keeping the host's contract register in line with what is agreed."""

from datetime import date, datetime, timedelta

from app.contracts import actions as contracts
from app.secondments.queries.bindings import bindings_of
from app.secondments.queries.secondments import secondments_by_id

DAY = timedelta(days=1)


def bind_host(*, secondment_id: int, at: datetime) -> None:
    """Have the host's register hold a secondment as its version in force and its last day now stand."""
    held = secondments_by_id([secondment_id])[secondment_id]
    for binding in bindings_of([held]):
        contracts.take(binding, actor=None, at=at)
    if held.start_date is not None and held.last_date is not None and held.last_date < held.start_date:
        release_host(host_id=held.host_id, reference=held.reference, start=held.start_date, at=at)


def release_host(*, host_id: int, reference: str, start: date, at: datetime) -> None:
    """A secondment that was agreed never began: the host's register says so."""
    contracts.release(trust_id=host_id, source_reference=reference, last_date=start - DAY, at=at)
