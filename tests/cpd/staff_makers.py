"""People of a trust who are booked on courses, for tests. Each has a transaction of its own."""

from typing import Any

from sqlalchemy import select

from app.cpd.models import Delegate
from app.kernel.database import session, transaction
from tests.cpd.booking_makers import make_booking, person
from tests.cpd.makers import World, make_course_and_run


def booked(world: World, *people: tuple[str, int | None], **changes: Any) -> str:
    """A run on which people, each with a school or None, are booked; the booking's reference."""
    with transaction():
        run = make_course_and_run(world.provider, **changes)[1]
        named = tuple(person(name, school) for name, school in people)
        return make_booking(world.buyer, run, len(named), people=named)


def id_of(name: str) -> int:
    with transaction():
        return session().scalars(select(Delegate.id).where(Delegate.name == name)).one()


def delegate(delegate_id: int) -> Delegate:
    with transaction() as current:
        row = current.get_one(Delegate, delegate_id)
        current.expunge(row)
    return row
