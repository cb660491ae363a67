"""Trusts with schools and people, and listings, for tests. Each maker is called inside a transaction."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any

from app.kernel.actor import Actor
from app.kernel.database import session
from app.listings import actions
from app.listings.values import ALL_ENGLAND, PHASES, ListingDraft, ListingValue
from app.people import actions as people
from app.trusts import actions as trusts
from app.trusts.models import School, SchoolMembership, Trust
from app.trusts.rules import permissions_of
from app.trusts.rules.words import searchable
from app.trusts.values import Phase, Region, Role, TrustKind
from tests.clock import START
from tests.people.makers import PASSWORD

_numbers = count(1)
SchoolAsked = tuple[str, Phase, int | None]


def make_trust(name: str = "", schools: Sequence[SchoolAsked] = (), *, is_open: bool = True) -> int:
    """A trust with its schools; returns its id."""
    number = next(_numbers)
    name = name or f"Fairhaven Trust {number}"
    trust = Trust(
        uid=f"{80_000 + number}",
        name=name,
        kind=TrustKind.MULTI_ACADEMY_TRUST,
        is_open=is_open,
        company_number=f"{8_000_000 + number:08d}",
        street="1 Mill Lane",
        town="Leeds",
        postcode="LS1 4AP",
        sort_name=name.lower(),
        search_text=searchable((name,)),
    )
    session().add(trust)
    session().flush()
    for school in schools:
        make_school(trust.id, *school)
    return trust.id


def make_school(trust_id: int, name: str, phase: Phase = Phase.PRIMARY, roll: int | None = 210) -> int:
    """A school of a trust; returns its id."""
    number = next(_numbers)
    school = School(
        urn=f"{140_000 + number}",
        name=name,
        phase=phase,
        region=Region.NORTH_WEST,
        is_open=True,
        roll=roll,
        sort_name=name.lower(),
        search_text=searchable((name,)),
    )
    session().add(school)
    session().flush()
    session().add(SchoolMembership(school_id=school.id, trust_id=trust_id, recorded_date=START.date()))
    session().flush()
    return school.id


def make_member(trust_id: int, *roles: Role, email: str = "", name: str = "", at: datetime = START) -> Actor:
    """Someone with roles in a trust, who can sign in with their e-mail address."""
    number = next(_numbers)
    person_id = people.add_confirmed_person(
        email=email or f"member{number}@fairhaven.example", name=name or f"Member {number}", password=PASSWORD, at=at
    )
    trusts.add_member(trust_id=trust_id, person_id=person_id, roles=roles, actor=None, at=at)
    return Actor(person_id, trust_id, permissions_of(roles))


def draft(**changes: Any) -> ListingDraft:
    """A listing that lacks nothing, with some of it changed."""
    values: dict[str, Any] = {
        "title": "Payroll bureau",
        "summary": "A full payroll, pensions and year-end service.",
        "description": "We run **payroll** for your schools.\n\n- monthly runs\n- pensions returns",
        "category": "payroll",
        "phases": frozenset(PHASES),
        "regions": ALL_ENGLAND,
    }
    return ListingDraft(**{**values, **changes})


def make_listing(actor: Actor, *, at: datetime = START, published: bool = True, **changes: Any) -> ListingValue:
    """A listing of a kind that nothing but its shared part describes."""
    listing = actions.draft_listing(kind="test", draft=draft(**changes), actor=actor, at=at)
    if not published:
        return listing
    return actions.publish_listing(reference=listing.reference, actor=actor, at=at)
