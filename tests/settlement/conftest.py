"""What the tests of settlement share."""

from collections.abc import Callable

import pytest
from flask import Flask

from app.kernel import delivery
from app.kernel.database import transaction
from tests.clock import HandClock
from tests.settlement.makers import list_due
from tests.settlement.street import street

__all__ = ["street"]


@pytest.fixture
def deliver(app: Flask, clock: HandClock) -> Callable[[], int]:
    """Carry out everything that waits in the outbox but mail, which is its own domain's; gives how much that was."""

    def work() -> int:
        done = 0
        while True:
            with transaction(writing=False):
                due = list_due(clock.now())
            if not due:
                return done
            done += sum(delivery.deliver(row_id, clock) for row_id in due)

    return work
