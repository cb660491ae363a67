"""One secondment of the demo as it is played: its days, its two HR leads, and its place on the timeline."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from app.kernel.actor import Actor
from app.sandbox.demo.adverts import Lending
from app.sandbox.demo.interests import hr_lead
from app.sandbox.demo.secondment_content import WrittenSecondment
from app.sandbox.demo.term import moment, school_day, working_day
from app.sandbox.demo.timeline import Step

AFTERNOON = time(15)
APART = timedelta(minutes=10)


@dataclass(frozen=True)
class Plan:
    """One secondment. Its days follow from the day on which the demo is loaded; `number` tells it from the others."""

    lending: Lending
    written: WrittenSecondment
    number: int

    @property
    def start(self) -> date:
        """The first day."""
        return school_day(self.lending.programme.today, self.written.starts)

    @property
    def issued(self) -> date:
        """The day on which the agreement was issued."""
        return working_day(min(self.start, self.lending.programme.today), -self.written.issued)

    @property
    def reference(self) -> str:
        """The reference of the secondment, once it has begun."""
        return self.lending.secondments[self.written.key]

    @property
    def home(self) -> Actor:
        """The home employer's HR lead."""
        return hr_lead(self.lending, self.written.home)

    @property
    def host(self) -> Actor:
        """The host's HR lead."""
        return hr_lead(self.lending, self.written.host)

    def add(self, days: int, step: Step, *, later: timedelta = timedelta()) -> None:
        """Have a step played so many working days after the agreement was issued."""
        self.add_on(working_day(self.issued, days), step, later=later)

    def add_on(self, day: date, step: Step, *, later: timedelta = timedelta()) -> None:
        """Have a step played in the afternoon of a day, where that has come.

        Those of two secondments never share a moment, and so a transaction: signing with a code begins its own.
        """
        at = moment(day, AFTERNOON) + self.number * APART + later
        if day <= self.lending.programme.today:
            self.lending.programme.timeline.add(at, step)

    def add_job(self, day: date, step: Step) -> None:
        """Have one of the day's jobs run early on a day, where that has come."""
        if day <= self.lending.programme.today:
            self.lending.programme.timeline.add(moment(day, time(6)), step)
