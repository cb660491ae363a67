"""What services put into the search index."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.kernel.actor import Actor
from app.kernel.boards import kinds
from app.kernel.database import session, transaction
from app.kernel.postcodes import centre_of
from app.services.documents import service_document, service_documents
from app.trusts.models import School, Trust
from app.trusts.values import Role
from tests.charges.makers import VAT_NUMBERS, make_finance_details
from tests.clock import START
from tests.listings.makers import make_member, make_school, make_trust
from tests.services.makers import World, make_service, make_world

LEEDS = centre_of("LS1")


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    with transaction():
        yield make_world()


def place(school: int, easting: int, northing: int) -> None:
    session().execute(update(School).where(School.id == school).values(easting=easting, northing=northing))


def settle(world: World, postcode: str) -> None:
    session().execute(update(Trust).where(Trust.id == world.provider.trust).values(postcode=postcode))


def test_a_service_is_where_its_providers_schools_are(world: World) -> None:
    reference = make_service(world.provider)
    settle(world, "LS1 4AP")
    schools = [make_school(world.provider.trust, name) for name in ("Elm Primary", "Fir Primary")]
    place(schools[0], 400_000, 300_000)
    place(schools[1], 410_000, 310_000)
    document = service_document(reference)
    assert document is not None
    assert document.points == ((400_000, 300_000), (410_000, 310_000))


@pytest.mark.parametrize(
    ("postcode", "points"), [("LS1 4AP", ((LEEDS.easting, LEEDS.northing),)), ("ZZ9 9ZZ", ()), ("", ())]
)
def test_a_provider_without_schools_is_at_its_own_postcode_if_that_is_known(
    world: World, postcode: str, points: tuple[tuple[int, int], ...]
) -> None:
    reference = make_service(world.provider)
    settle(world, postcode)
    document = service_document(reference)
    assert document is not None
    assert document.points == points


def make_provider(name: str) -> Actor:
    actor = make_member(make_trust(name), Role.PROVIDER, Role.FINANCE)
    make_finance_details(actor, START, vat_number=VAT_NUMBERS[0])
    return actor


def test_the_documents_of_many_services_cost_as_much_as_of_one(app: Flask, statements: Callable[[], Any]) -> None:
    with transaction():
        first, *rest = [make_service(make_provider(f"Elder Trust {number}")) for number in range(4)]
    with statements() as one, transaction(writing=False):
        assert set(service_documents([first])) == {first}
    with statements() as many, transaction(writing=False):
        assert set(service_documents([first, *rest, "LST-22222"])) == {first, *rest}
    assert len(one) == len(many)


def test_services_are_searched_by_distance_and_read_in_batches(app: Flask) -> None:
    assert (kinds["service"].has_points, kinds["service"].has_days) == (True, False)
    assert kinds["service"].documents is service_documents
