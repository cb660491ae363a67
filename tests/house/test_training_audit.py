"""What of courses cannot be recorded is not done: the database refuses the audit row, and nothing is stored."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask

from app.cpd.values import PlaceState
from app.kernel.database import transaction
from tests.cpd.booking_makers import ids
from tests.cpd.test_views_courses import FILLED
from tests.databases import Stage
from tests.house.test_audit import Deed, everything, recorded, unrecorded
from tests.house.trade import BUYER, PROVIDER
from tests.house.training import Training, make_training, run_fields
from tests.police import TOKEN, PoliceClient

SignIn = Callable[[str], PoliceClient]


def deeds(training: Training) -> list[Deed]:
    """Who sends what to which page: each would change something."""
    reason, draft, someone = {"reason": "Because"}, training.draft, {"name": "Di Example", "email": "di@school.example"}
    offered = [{"places": [str(each) for each in ids(reference, PlaceState.OFFERED)]} for reference in training.offers]
    return [
        (PROVIDER, "/courses/new", FILLED),
        (PROVIDER, f"/courses/{draft}/change", {**FILLED, "version": "1"}),
        (PROVIDER, f"/courses/{draft}/runs/new", run_fields()),
        (PROVIDER, f"/courses/{draft}/publish", {}),
        (PROVIDER, f"/courses/{training.course}/copy", {}),
        (PROVIDER, f"/courses/{training.closing}/close", {}),
        (PROVIDER, f"/courses/partners/{training.stranger_uid}/add", {}),
        (PROVIDER, f"/courses/partners/{training.partner_uid}/remove", {}),
        (PROVIDER, f"/runs/{training.low_run}/go-ahead", {}),
        (PROVIDER, f"/runs/{training.cancelled_run}/cancel", reason),
        (PROVIDER, f"/places/{training.waiting}/promote", {**reason, "add_place": "y"}),
        (PROVIDER, f"/places/{training.moving}/move", {**reason, "run": training.later_run}),
        (PROVIDER, f"/places/{training.late}/waive", reason),
        (PROVIDER, f"/sessions/{training.session}/capacity", {"capacity": "31"}),
        (PROVIDER, f"/runs/{training.open_run}/register", {f"mark-{training.at_register}": "present"}),
        (PROVIDER, f"/runs/{training.over_run}/register/places/{training.at_last_register}/name", someone),
        (PROVIDER, f"/runs/{training.over_run}/register/finish", {"unmarked": "present"}),
        (BUYER, f"/bookings/check/{training.token}", {"seen": training.seen}),
        (BUYER, f"/bookings/{training.offers[0]}/accept", offered[0]),
        (BUYER, f"/bookings/{training.offers[1]}/decline", offered[1]),
        (BUYER, f"/bookings/{training.booking}/places/{training.unnamed}/name", {**someone, "delegate": "new"}),
        (BUYER, f"/bookings/{training.held}/cancel", given_back(training.held)),
        (BUYER, f"/staff/{training.delegate}", {"name": "Ann Other", "email": "ann.example@school.example"}),
        (BUYER, f"/staff/{training.gone}/erase", {}),
        (BUYER, "/courses/calendar-feed", {}),
    ]


def given_back(booking: str) -> dict[str, Any]:
    """The places of a booking that are held, given back at no cost."""
    places = ids(booking, PlaceState.HELD)
    return {"places": [str(each) for each in places], "seen": ",".join(f"{each}:0" for each in places)}


@pytest.fixture
def training(app: Flask, stage: Stage, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Training:
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return stage.set(make_training, at)


@pytest.fixture
def send(signed_in: SignIn, training: Training) -> Callable[[Deed], int]:
    """Send a form as one of the people; the status of the answer."""
    browsers = {email: signed_in(email) for email in (PROVIDER, BUYER)}
    tokens = {email: TOKEN.search(browser.get("/account").text) for email, browser in browsers.items()}

    def post(deed: Deed) -> int:
        email, path, fields = deed
        token = tokens[email]
        assert token
        return browsers[email].post(path, data={"csrf_token": token[1], **fields}).status_code

    return post


def listed(training: Training) -> list[Deed]:
    with transaction(writing=False):
        return deeds(training)


def test_nothing_of_courses_is_stored_where_its_audit_row_is_refused(
    database: str, training: Training, send: Callable[[Deed], int]
) -> None:
    before = everything()
    with unrecorded(database):
        for deed in listed(training):
            assert send(deed) == 500, deed
            changed = {name for name, rows in everything().items() if rows != before[name]}
            assert not changed, (deed, changed)


def test_each_of_those_deeds_is_done_and_recorded_otherwise(
    database: str, training: Training, send: Callable[[Deed], int]
) -> None:
    for deed in listed(training):
        trail = recorded()
        assert send(deed) == 303, deed
        assert recorded() > trail, deed
