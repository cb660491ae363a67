"""The demo's clock: the real one plus the days by which it was wound on, which web and worker both read."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from app.kernel import database, delivery
from app.kernel.boards import jobs
from app.kernel.clock import RealClock
from app.sandbox.models import CalendarOffset
from app.sandbox.values import MOST_DAYS

KEPT_SECONDS = 1.0


class DemoClock:
    """Real time plus whole days. The offset is read again every second, so that all processes agree."""

    def __init__(self, engine: Callable[[], Engine]) -> None:
        self._engine = engine
        self._real = RealClock()
        self._days, self._read_at = 0, float("-inf")

    def now(self) -> datetime:
        """This moment of the demo, in UTC."""
        if time.monotonic() - self._read_at > KEPT_SECONDS:
            with database.reading(), self._engine().connect() as connection:
                self._days = connection.scalar(select(CalendarOffset.days)) or 0
            self._read_at = time.monotonic()
        return self._real.now() + timedelta(days=self._days)

    def forget(self) -> None:
        """Read the offset again at the next look."""
        self._read_at = float("-inf")


class StandingClock:
    """A moment that is set by hand: what the demo's loader plays the past with."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """The moment set."""
        return self.moment


def wind_on(*, days: int, clock: DemoClock) -> list[tuple[datetime, str]]:
    """Wind the demo on day by day, run each day's jobs in order, and say what was done on which day.

    Raises ValueError for fewer days than one or more than 400.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"wind on by 1 to {MOST_DAYS} days")
    happened: list[tuple[datetime, str]] = []
    for _ in range(days):
        _one_day_on()
        clock.forget()
        happened += [(clock.now(), name) for name in _run_the_day(clock)]
    return happened


def _one_day_on() -> None:
    with database.transaction() as session:
        row = session.get(CalendarOffset, 1) or CalendarOffset(id=1, days=0)
        row.days += 1
        session.add(row)


def _run_the_day(clock: DemoClock) -> list[str]:
    for work in jobs.periodic.values():
        if work.daily:
            with database.transaction():
                work.run(clock.now())
    done: list[str] = []
    delivery.deliver_due(clock, note=done.append)
    return done
