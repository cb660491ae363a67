"""Trusts, schools and members for tests, made by the actions that make real ones."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import transaction
from app.trusts import actions, queries
from app.trusts.gias import SchoolEntry, SchoolFile, TrustEntry, TrustFile
from app.trusts.rules import permissions_of
from app.trusts.values import Phase, Region, Role, SchoolValue, TrustKind, TrustValue
from tests.clock import START
from tests.people.makers import make_person

_numbers = count(70001)
ALL_ROLES = tuple(Role)


@dataclass(frozen=True)
class Member:
    """A person who acts for a trust, ready to be the actor of an action."""

    person_id: int
    name: str
    email: str
    actor: Actor


def make_trust(
    name: str = "Larkmoor Learning Trust",
    *,
    uid: str = "",
    kind: TrustKind = TrustKind.MULTI_ACADEMY_TRUST,
    rolls: Collection[int] = (),
    at: datetime = START,
    **register: Any,
) -> TrustValue:
    """A trust with a primary school for each of the `rolls`. Call it outside a transaction: it has its own."""
    uid = uid or str(next(_numbers))
    schools = [
        _school(uid, f"{name.split()[0]} Primary School {number}", roll=roll) for number, roll in enumerate(rolls, 1)
    ]
    entry = TrustEntry(uid=uid, name=name, kind=kind, **{"company_number": f"00{uid}0"[-8:], **register})
    with transaction():
        actions.apply_register(trusts=TrustFile([entry]), schools=SchoolFile(schools), at=at)
        return queries.get_trust_by_uid(uid)


def make_school(
    trust: TrustValue, name: str = "Larkmoor High School", *, at: datetime = START, **register: Any
) -> SchoolValue:
    """A school of a trust. Call it outside a transaction: it has its own."""
    entry = _school(trust.uid, name, **register)
    with transaction():
        actions.apply_register(trusts=TrustFile([]), schools=SchoolFile([entry]), at=at)
        found = queries.find_school_by_urn(entry.urn)
    assert found is not None
    return found


def schools_of(trust: TrustValue, at: datetime = START) -> list[SchoolValue]:
    """The schools of a trust at a moment, by name."""
    with transaction(writing=False):
        return queries.list_schools(trust.id, london_date(at))


def make_member(
    trust: TrustValue,
    roles: Collection[Role] = ALL_ROLES,
    *,
    email: str = "",
    name: str = "",
    at: datetime = START,
) -> Member:
    """A new person who acts for a trust with some roles, by default every one. It has a transaction of its own."""
    person = make_person(email=email, name=name, at=at)
    with transaction():
        actions.add_member(trust_id=trust.id, person_id=person.id, roles=roles, at=at)
    return Member(person.id, person.name, person.email, actor_of(person.id, trust, roles))


def actor_of(person_id: int, trust: TrustValue | None = None, roles: Collection[Role] = (), **more: Any) -> Actor:
    """Somebody acting for a trust with some roles, as the site would see them."""
    return Actor(person_id, trust.id if trust else None, permissions_of(roles), **more)


def _school(uid: str, name: str, **register: Any) -> SchoolEntry:
    given = {"phase": Phase.PRIMARY, "region": Region.NORTH_WEST, "roll": 210, "urn": str(next(_numbers)), **register}
    return SchoolEntry(trust_uid=uid, name=name, **given)
