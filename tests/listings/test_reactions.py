"""What the register says of a trust is said of what it offers."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app.kernel.database import session, transaction
from app.kernel.outbox import OutboxRow
from app.search import queries as search
from app.search.values import Query
from app.trusts import actions as trusts
from app.trusts import queries as register
from app.trusts.gias import SchoolFile, TrustEntry, TrustFile
from app.trusts.values import Role
from tests.listings.makers import make_listing, make_member, make_trust
from tests.services.makers import make_service, make_world

HOUR = timedelta(hours=1)


def say(trust_id: int, at: datetime, *, is_open: bool = True, name: str = "") -> None:
    """The register is imported and says this of a trust."""
    with transaction():
        known = register.get_trust(trust_id)
        entry = TrustEntry(known.uid, name or known.name, known.kind, is_open, company_number=known.company_number)
        trusts.apply_register(trusts=TrustFile([entry]), schools=SchoolFile([], {}), at=at)


def found() -> list[tuple[str, str]]:
    with transaction(writing=False):
        return [(hit.reference, hit.provider_name) for hit in search.find(Query(text="payroll")).hits]


def test_the_search_drops_what_a_closed_trust_offered_and_finds_it_again_if_it_reopens(
    app: Flask, at: datetime, deliver: Callable[[], int]
) -> None:
    with transaction():
        world = make_world(at=at)
        reference = make_service(world.provider, at=at)
    deliver()
    assert found() == [(reference, "Northgate Learning Trust")]
    say(world.provider.trust, at, is_open=False)
    deliver()
    assert found() == []
    say(world.provider.trust, at)
    deliver()
    assert found() == [(reference, "Northgate Learning Trust")]


def test_what_a_renamed_trust_offers_is_found_under_its_new_name(
    app: Flask, at: datetime, deliver: Callable[[], int]
) -> None:
    with transaction():
        world = make_world(at=at)
        reference = make_service(world.provider, at=at)
    deliver()
    say(world.provider.trust, at, name="Southgate Learning Trust")
    deliver()
    assert found() == [(reference, "Southgate Learning Trust")]


@pytest.mark.parametrize(
    ("changes", "heard"),
    [
        ({}, 0),
        ({"is_open": False}, 1),
        ({"name": "Southgate Trust"}, 1),
        ({"is_open": False, "name": "Southgate Trust"}, 2),
    ],
)
def test_only_what_others_want_to_hear_of_a_trust_is_told(
    app: Flask, at: datetime, changes: dict[str, object], heard: int
) -> None:
    with transaction():
        trust_id = make_trust("Northgate Trust")
        make_listing(make_member(trust_id, Role.PROVIDER), at=at)
    say(trust_id, at)
    with transaction():
        before = len(_news())
    say(trust_id, at + HOUR, **changes)  # type: ignore[arg-type]
    with transaction():
        assert len(_news()) - before == heard


def test_drafts_and_closed_listings_are_left_alone(app: Flask, at: datetime, deliver: Callable[[], int]) -> None:
    with transaction():
        trust_id = make_trust("Northgate Trust")
        make_listing(make_member(trust_id, Role.PROVIDER), at=at, published=False)
    say(trust_id, at, is_open=False)
    deliver()
    with transaction():
        assert session().scalars(select(OutboxRow).where(OutboxRow.handler == "search.index")).all() == []


def _news() -> list[OutboxRow]:
    """What waits to be told to listings; other floors hear of trusts too."""
    rows = session().scalars(select(OutboxRow).where(OutboxRow.handler == "news"))
    return [row for row in rows if row.payload["reaction"].startswith("app.listings.")]
