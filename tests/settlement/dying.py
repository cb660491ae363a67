"""A worker that dies between two steps, as a killed process does: nothing after that point is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from typing import Any

from app.kernel.boards import Errand, jobs
from tests.settlement.makers import lapse_claims

POINTS = ("claimed", "prepared", "carried_out", "recorded")


class Killed(BaseException):
    """The process is gone. Not an Exception: nothing in the house may catch it."""


@contextmanager
def dying_at(point: str) -> Iterator[set[str]]:
    """Each errand of settlement dies the first time that it reaches a point; gives the names of those that did."""
    died: set[str] = set()
    whole = dict(jobs.errands)
    for name, errand in whole.items():
        if name.startswith("settlement."):
            jobs.errands[name] = _mortal(name, errand, point, died)
    try:
        yield died
    finally:
        jobs.errands.update(whole)


def _mortal(name: str, errand: Errand, point: str, died: set[str]) -> Errand:
    def die(here: str) -> None:
        if here == point and name not in died:
            died.add(name)
            raise Killed(f"{name} {point}")

    def prepare(payload: dict[str, Any], at: datetime) -> Any:
        die("claimed")
        return errand.prepare(payload, at)

    def carry_out(prepared: Any) -> Any:
        die("prepared")
        outcome = errand.carry_out(prepared)
        die("carried_out")
        return outcome

    def record(payload: dict[str, Any], outcome: Any, at: datetime) -> None:
        errand.record(payload, outcome, at)
        die("recorded")

    return replace(errand, prepare=prepare, carry_out=carry_out, record=record)


def deliver_through_deaths(deliver: Callable[[], int]) -> int:
    """Work until nothing is left, another worker taking over from each that dies; gives how much was done."""
    done = 0
    for _ in range(40):
        with suppress(Killed):
            done += deliver()
        if not lapse_claims():
            return done
    raise AssertionError("the work does not come to an end")
