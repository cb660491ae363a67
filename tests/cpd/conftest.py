"""What the tests of CPD may ask for."""

from collections.abc import Iterator

import pytest

from app.kernel.database import transaction
from tests.cpd.makers import World, make_world
from tests.databases import Stage


@pytest.fixture
def world(stage: Stage) -> Iterator[World]:
    made = stage.set(make_world)
    with transaction():
        yield made
