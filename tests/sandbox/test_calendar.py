from datetime import datetime, timedelta

import pytest
from flask import Flask

from app.extensions import db
from app.kernel import outbox
from app.kernel.boards import Periodic, jobs
from app.kernel.database import transaction
from app.sandbox.calendar import DemoClock, wind_on
from app.sandbox.values import MOST_DAYS


@pytest.fixture
def demo_clock(app: Flask) -> DemoClock:
    with app.app_context():
        engine = db.engine
    return DemoClock(lambda: engine)


def test_the_clock_can_be_read_while_a_request_is_writing(app: Flask, at: datetime, demo_clock: DemoClock) -> None:
    with transaction():
        outbox.post(handler="nothing", payload={}, key="k", at=at)
        demo_clock.forget()
        assert demo_clock.now()


def test_winding_on_runs_the_daily_work_of_each_day_in_order(app: Flask, demo_clock: DemoClock) -> None:
    days: list[datetime] = []
    jobs.add_periodic(Periodic("test.daily", 86_400, days.append, daily=True))
    before = demo_clock.now()
    wind_on(days=3, clock=demo_clock)
    jobs.periodic.pop("test.daily")
    assert [(day - before).days for day in days] == [1, 2, 3]
    assert timedelta(days=3) <= demo_clock.now() - before < timedelta(days=3, minutes=5)


def test_another_process_sees_the_calendar_wound_on(app: Flask, demo_clock: DemoClock) -> None:
    with app.app_context():
        engine = db.engine
    wind_on(days=1, clock=demo_clock)
    assert abs(DemoClock(lambda: engine).now() - demo_clock.now()) < timedelta(seconds=5)


@pytest.mark.parametrize("days", [0, -1, MOST_DAYS + 1])
def test_the_calendar_goes_neither_back_nor_too_far(app: Flask, demo_clock: DemoClock, days: int) -> None:
    with pytest.raises(ValueError, match="wind on by 1 to"):
        wind_on(days=days, clock=demo_clock)
