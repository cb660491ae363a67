"""What the tests of secondments may ask for."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.kernel.database import transaction
from tests.secondments.makers import World, make_world


@pytest.fixture
def world(app: Flask) -> Iterator[World]:
    with transaction():
        made = make_world()
    with transaction():
        yield made
