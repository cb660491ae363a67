"""People at the desk of a trust, and browsers in which they have signed in."""

from collections.abc import Callable

import pytest

from app.kernel.actor import Actor
from app.kernel.database import transaction
from app.people.queries import get_person
from tests.approvals.makers import Browse, Desk, make_desk
from tests.databases import Stage
from tests.police import PoliceClient


@pytest.fixture
def desk(stage: Stage) -> Desk:
    """A trust whose people, and whose transaction, are done."""
    return stage.set(make_desk)


@pytest.fixture
def browse(signed_in: Callable[[str], PoliceClient]) -> Browse:
    """A browser in which someone at the desk has signed in."""

    def sign_in(actor: Actor) -> PoliceClient:
        with transaction():
            email = get_person(actor.person_id).email
        assert email
        return signed_in(email)

    return sign_in
