"""Browsers in which the people of a trade have signed in."""

import pytest

from tests.databases import Stage
from tests.police import PoliceClient
from tests.services.makers import World, make_world
from tests.services.views.sent import SignIn


@pytest.fixture
def world(stage: Stage) -> World:
    return stage.set(make_world)


@pytest.fixture
def provider(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("provider@northgate.example")


@pytest.fixture
def buyer(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("buyer@westbrook.example")
