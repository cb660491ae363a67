"""Bookings for tests, made through the real actions. Each maker is called inside a transaction."""

from datetime import datetime
from typing import Any

from app.cpd import actions, queries, rules
from app.cpd.values import BookingChoice, BookingValue, NewDelegate, PlaceState, Prices
from app.kernel.actor import Actor
from app.kernel.money import Money
from tests.clock import START
from tests.cpd.makers import make_course_and_run

DEAR = Prices(other=Money(3_500_00))
"""A price at which even one place has to be approved under the default scheme of delegation."""


def person(name: str, school_id: int | None = None) -> NewDelegate:
    """Somebody who has been on no course before, with an e-mail address after their name."""
    return NewDelegate(name, f"{name.lower().replace(' ', '.')}@school.example", school_id)


def make_choice(run: str, count: int = 1, *, people: tuple[NewDelegate, ...] = (), **changes: Any) -> BookingChoice:
    """So many places on a run; those that are not for `people` or `delegate_ids` have a name to follow."""
    named = len(people) + len(changes.get("delegate_ids", ()))
    values = {"new_delegates": people, "to_follow": max(count - named, 0), **changes}
    return BookingChoice(queries.get_run(run).id, **values)


def make_draft(actor: Actor, choice: BookingChoice, *, at: datetime = START) -> tuple[str, str]:
    """A choice that is kept: its token, and what the page that checks it shows."""
    asked = queries.asking_for(trust_id=actor.trust, choice=choice, at=at)
    return actions.keep_draft(choice=choice, actor=actor, at=at), rules.write_seen(asked)


def make_booking(
    actor: Actor, run: str, count: int = 1, *, at: datetime = START, waiting: bool = False, **changes: Any
) -> str:
    """Book places on a run, or join its line; returns the booking's reference."""
    token, seen = make_draft(actor, make_choice(run, count, **changes), at=at)
    return actions.book(token=token, seen=seen, waiting=waiting, actor=actor, at=at)


def make_run_of(actor: Actor, capacity: int, *, at: datetime = START, **changes: Any) -> str:
    """A run of a published course of its own with one session of so many places; returns its reference."""
    return make_course_and_run(actor, capacity=capacity, at=at, **changes)[1]


def get(reference: str) -> BookingValue:
    """A booking as it is now."""
    return queries.booking_by_reference(reference)


def ids(reference: str, *states: PlaceState) -> list[int]:
    """The ids of a booking's places, or of those in some states."""
    return [each.id for each in get(reference).places if not states or each.state in states]


def states(reference: str) -> list[str]:
    """Where each place of a booking stands, by its word; how it ended, where it did."""
    return [each.ending.why.value if each.ending else each.state.value for each in get(reference).places]


def taken(run: str) -> list[int]:
    """How many places each session of a run has taken."""
    return [each.taken for each in queries.get_run(run).sessions]
