"""What the tests of services may ask for."""

from collections.abc import Iterator

import pytest

from app.kernel.database import transaction
from tests.databases import Stage
from tests.services.makers import World, make_world


@pytest.fixture
def world(stage: Stage) -> Iterator[World]:
    made = stage.set(make_world)
    with transaction():
        yield made
