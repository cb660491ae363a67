"""People for tests, made by the actions that make real ones."""

from datetime import UTC, datetime
from itertools import count

from app.kernel.database import transaction
from app.people import actions, passwords, queries
from app.people.values import Caller, PersonValue
from tests.clock import START

PASSWORD = "copper kettle lantern 47"
CHEAP = passwords.Cost(passes=1, memory=8, lanes=1)
"""Tests hash at the least cost there is, through the hasher's own setting."""

_numbers = count(1)
passwords.use_cost(CHEAP)


def make_person(
    *,
    email: str = "",
    name: str = "",
    password: str = PASSWORD,
    is_operator: bool = False,
    at: datetime = START,
) -> PersonValue:
    """A person whose address is confirmed. Call it outside a transaction: it has one of its own."""
    number = next(_numbers)
    with transaction():
        person_id = actions.add_confirmed_person(
            email=email or f"person{number}@fairhaven.example",
            name=name or f"Person {number}",
            password=password,
            is_operator=is_operator,
            at=at,
        )
        return queries.get_person(person_id)


def make_caller(address: str = "192.0.2.1", user_agent: str = "Test browser", at: datetime | None = None) -> Caller:
    """A browser at the other end, now in real time."""
    return Caller(address, user_agent, at or datetime.now(UTC))
