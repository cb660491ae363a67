"""What the tests of the contract register may ask for."""

from collections.abc import Iterator

import pytest

from app.kernel.database import transaction
from tests.contracts.makers import World, make_world
from tests.databases import Stage


@pytest.fixture
def made(stage: Stage) -> World:
    """The trusts and people of the register, with no transaction open."""
    return stage.set(make_world)


@pytest.fixture
def world(made: World) -> Iterator[World]:
    """The same, inside a transaction."""
    with transaction():
        yield made
