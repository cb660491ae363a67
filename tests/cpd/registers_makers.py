"""Registers for tests: people booked on a run, marked by the real actions, inside a transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from app.cpd import actions, queries
from app.cpd.queries.registers import register_of
from app.cpd.values import Mark, RunValue
from app.cpd.values.registers import RegisterValue
from tests.cpd.booking_makers import make_booking, person
from tests.cpd.makers import FIRST_START, World, make_course_and_run

P, L, A = Mark.PRESENT, Mark.LATE, Mark.ABSENT
IN_CLASS = FIRST_START + timedelta(hours=1)


def make_booked_run(world: World, *names: str, unnamed: int = 0, **changes: Any) -> str:
    """A run of a course with people of Westbrook booked on it, and places without a name; returns its reference."""
    run = make_course_and_run(world.provider, **changes)[1]
    people = tuple(person(each) for each in names)
    make_booking(world.buyer, run, len(people) + unnamed, people=people)
    return run


def run_of(reference: str) -> RunValue:
    return queries.get_run(reference)


def register(reference: str) -> RegisterValue:
    return register_of(run_of(reference))


def place(reference: str, name: str) -> int:
    """The place of somebody on a register; "" is the first without a name."""
    return next(each.place_id for each in register(reference).lines if each.name == name)


def last_start(reference: str) -> datetime:
    """The moment from which a register may be finished."""
    return max(each.starts_at for each in run_of(reference).sessions)


def take(world: World, reference: str, marks: Mapping[str, str], *, at: datetime | None = None) -> None:
    """Mark people by name, a letter for each session in order: "PLA-" is present, late, absent, not marked."""
    words = {"P": P, "L": L, "A": A}
    sessions = run_of(reference).sessions
    typed = {
        (place(reference, name), sessions[number].id): words[letter]
        for name, letters in marks.items()
        for number, letter in enumerate(letters)
        if letter in words
    }
    moment = at or last_start(reference)
    actions.mark(run_reference=reference, marks=typed, actor=world.provider, at=moment)


def close(world: World, reference: str, *, at: datetime | None = None, unmarked: Mark | None = None) -> int:
    """Finish a register once its last session has ended; returns how many certificates there are."""
    moment = at or run_of(reference).ends_at
    return actions.close_register(run_reference=reference, actor=world.provider, at=moment, unmarked=unmarked)
