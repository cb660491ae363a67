"""What is another trust's is not there: every page and deed of courses, tried by someone who has no part in them."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from app.web import access
from tests.databases import Stage
from tests.house.test_strangers import tried
from tests.house.trade import BUYER, PROVIDER, STRANGER
from tests.house.training import Training, make_training
from tests.police import PoliceClient

pytestmark = pytest.mark.of_pages
SignIn = Callable[[str], PoliceClient]
Door = tuple[str, str, str]
FOR_ANY_BOOKER = {"cpd.book"}
OF_ONE_SIDE = {"needs post_cpd": PROVIDER, "needs book_cpd": BUYER}


def doors(app: Flask, training: Training) -> dict[Door, str]:
    """(endpoint, method, address) of every page of a thing that is not open to all, and who may enter."""
    things = {
        "/courses/<reference>": training.draft,
        "/runs/<reference>": training.run,
        "/bookings/<reference>": training.offers[0],
        "/bookings/check/<token>": "",
        "/places/<int:place_id>": "",
        "/sessions/<int:session_id>": "",
        "/staff/<int:delegate_id>": "",
        "/cpd/records/<int:delegate_id>": "",
    }
    found = {}
    for rule in app.url_map.iter_rules():
        start = next((each for each in things if rule.rule.startswith(each)), None)
        entry = str(access.entry_of(app, rule.endpoint))
        if start is None or entry == "public" or rule.endpoint in FOR_ANY_BOOKER:
            continue
        address = rule.rule.replace("<reference>", things[start]).replace("<token>", training.token)
        for part, value in _numbers(training).items():
            address = address.replace(part, str(value))
        for method in ("GET", "POST"):
            if method in (rule.methods or ()):
                found[rule.endpoint, method, address] = entry
    return found


def _numbers(training: Training) -> dict[str, int]:
    return {
        "<int:place_id>": training.waiting,
        "<int:session_id>": training.session,
        "<int:delegate_id>": training.delegate,
        "<int:document_id>": 1,
    }


@pytest.fixture
def training(stage: Stage, at: datetime) -> Training:
    return stage.set(make_training, at)


def test_a_third_trust_finds_nothing_of_courses_and_bookings(app: Flask, training: Training, signed_in: SignIn) -> None:
    stranger = signed_in(STRANGER)
    everywhere = doors(app, training)
    assert len(everywhere) > 30
    assert [each for each in everywhere if tried(stranger, *each[1:]) != 404] == []
    assert stranger.get(f"/courses/{training.draft}").status_code == 404


def test_neither_party_finds_what_is_only_the_others(app: Flask, training: Training, signed_in: SignIn) -> None:
    browsers = {PROVIDER: signed_in(BUYER), BUYER: signed_in(PROVIDER)}
    found = [
        door
        for door, entry in doors(app, training).items()
        if entry in OF_ONE_SIDE and tried(browsers[OF_ONE_SIDE[entry]], *door[1:]) != 404
    ]
    assert found == []


@pytest.mark.parametrize("page", ["/bookings", "/runs", "/staff", "/cpd/records", "/listings"])
def test_a_third_trusts_lists_and_exports_hold_nothing_of_courses(
    app: Flask, training: Training, signed_in: SignIn, page: str
) -> None:
    stranger = signed_in(STRANGER)
    for more in ("", "?side=given", "?format=csv", "?side=given&format=csv"):
        text = stranger.get(page + more).text
        for held in ("Ann Example", "Westbrook", "Reading fluency", training.booking, training.run):
            assert held not in text, (more, held)
