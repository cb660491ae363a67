from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask

from app.kernel.boards import Jobs, References, jobs
from app.kernel.database import transaction
from app.web.worker import sweep
from tests.clock import HandClock

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def erased() -> Iterator[list[datetime]]:
    gathered: list[datetime] = []

    def erase(at: datetime) -> int:
        gathered.append(at)
        return 1

    jobs.add_erasure("test", erase)
    yield gathered
    jobs.erasures.pop("test")
    jobs.periodic.pop("erase test")


def test_the_worker_runs_every_erasure_that_is_pinned(app: Flask, clock: HandClock, erased: list[datetime]) -> None:
    with app.app_context():
        sweep(clock, {})
    assert erased == [clock.now()]


def test_an_erasure_comes_round_each_hour_and_each_day_of_a_demo() -> None:
    board = Jobs()
    board.add_erasure("notices", lambda at: 0)
    work = board.periodic["erase notices"]
    assert (work.every_seconds, work.daily) == (3600, True)


def test_a_periodic_work_that_fails_does_not_hold_up_the_rest(
    app: Flask, clock: HandClock, erased: list[datetime]
) -> None:
    def fail(at: datetime) -> int:
        raise ZeroDivisionError

    first = Jobs()
    first.add_erasure("a", fail)
    jobs.periodic = {"erase a": first.periodic["erase a"], **jobs.periodic}
    with app.app_context():
        sweep(clock, {})
    jobs.periodic.pop("erase a")
    assert erased == [clock.now()]
    with transaction():
        pass


def test_a_reference_leads_to_the_page_that_its_prefix_has() -> None:
    board = References()
    board.add("AGR", lambda reference: f"/agreements/{reference}")
    assert board.address(" agr-7f3k2 ") == "/agreements/AGR-7F3K2"
    assert board.address("ORD-7F3K2") is None
    assert board.address("AGR-7F3K0") is None
