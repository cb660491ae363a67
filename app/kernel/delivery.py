"""Carries out what waits in the outbox. The worker, the demo's calendar and tests call it."""

from collections.abc import Callable
from datetime import UTC, datetime

import structlog

from app.kernel import database, outbox
from app.kernel.boards import Payload, jobs
from app.kernel.clock import Clock

log = structlog.get_logger(__name__)


class NotYet(Exception):
    """Raised by a handler or errand whose time has not come: due again at `until`, without counting a try."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"not before {until}")
        self.until = until


class Overtaken(Exception):
    """Another worker did the work after this one's claim had lapsed: what this one wrote is undone."""


def deliver_due(clock: Clock, *, rounds: int = 50, note: Callable[[str], None] | None = None) -> int:
    """Carry out everything due, and what that in turn posts; returns how many pieces were done.

    `note`, if there is one, is told the name of each piece that was done.

    Each piece is claimed, carried out and marked in transactions of its own: one that fails waits
    and is tried again, and does not hold up the rest.
    """
    done = 0
    for _ in range(rounds):
        with database.transaction(writing=False):
            waiting = outbox.list_waiting(at=clock.now(), tries_at=datetime.now(UTC))
        if not waiting:
            break
        done += sum(deliver(row_id, clock, note) for row_id in waiting)
    return done


def deliver(row_id: int, clock: Clock, note: Callable[[str], None] | None = None) -> bool:
    """Carry out one row; False when it was another's, is put off, or failed and waits."""
    with database.transaction():
        row = outbox.claim(row_id, tries_at=datetime.now(UTC))
        if row is None:
            return False
        handler, payload, tries = row.handler, dict(row.payload), row.tries
    try:
        _carry_out(handler, row_id, payload, clock)
    except NotYet as wait:
        with database.transaction():
            outbox.put_off(row_id, until=wait.until)
        return False
    except Overtaken:
        log.info("outbox.overtaken", handler=handler, row=row_id)
        return False
    except Exception as error:
        log.warning("outbox.failed", handler=handler, row=row_id, tries=tries, error=repr(error))
        _count_failure(handler, row_id, payload, tries, error, clock)
        return False
    if note is not None:
        note(handler)
    return True


def _carry_out(handler: str, row_id: int, payload: Payload, clock: Clock) -> None:
    errand = jobs.errands.get(handler)
    if errand is None:
        _in_one(lambda: jobs.handlers[handler](payload, clock.now()), row_id, clock)
        return
    with database.transaction():
        prepared = errand.prepare(payload, clock.now())
    if prepared is None:
        _in_one(lambda: None, row_id, clock)
        return
    outcome = errand.carry_out(prepared)
    _in_one(lambda: errand.record(payload, outcome, clock.now()), row_id, clock)


def _in_one(work: Callable[[], None], row_id: int, clock: Clock) -> None:
    with database.transaction():
        work()
        if not outbox.mark_done(row_id, at=clock.now()):
            raise Overtaken


def _count_failure(handler: str, row_id: int, payload: Payload, tries: int, error: Exception, clock: Clock) -> None:
    with database.transaction():
        over = outbox.mark_failed(
            row_id, error=type(error).__name__, tries=tries, at=clock.now(), tries_at=datetime.now(UTC)
        )
        errand = jobs.errands.get(handler)
        if over and errand is not None and errand.give_up is not None:
            errand.give_up(payload, clock.now())
