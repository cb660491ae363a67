"""What the tests of joint rounds may ask for."""

from collections.abc import Iterator

import pytest

from app.kernel.database import transaction
from tests.databases import Stage
from tests.procurement.makers import World, make_world


@pytest.fixture
def made(stage: Stage) -> World:
    """The trusts and people of joint rounds, with no transaction open."""
    return stage.set(make_world)


@pytest.fixture
def world(made: World) -> Iterator[World]:
    """The same, inside a transaction."""
    with transaction():
        yield made
