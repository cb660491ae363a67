"""A list of forty courses, runs, places or people costs the database what a list of three does; none asks too much."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.cpd import actions
from app.cpd import queries as cpd
from app.kernel.database import transaction
from app.search import actions as search
from tests.cpd.booking_makers import make_booking, person
from tests.cpd.makers import FIRST_START, make_course, make_course_and_run, make_run
from tests.house.trade import BUYER, PROVIDER
from tests.house.training import Training, make_training
from tests.police import PoliceClient

CEILING = 35
"""Most ask fewer than thirty; the calendar also asks what its filters offer, as the search does."""
MONTH = f"/courses/calendar?month={FIRST_START:%Y-%m}"


def pages(training: Training, feed: str) -> list[tuple[str, str]]:
    """(who, address) of every page of courses that grows with what there is, and of its exports."""
    shown = [
        (BUYER, "/staff"),
        (BUYER, "/cpd/records"),
        (BUYER, MONTH),
        (BUYER, f"{MONTH}&view=list"),
        (BUYER, "/search?kind=course"),
        (BUYER, f"/courses/{training.course}"),
        (BUYER, "/courses/feed.atom"),
        (BUYER, f"/calendars/{feed}.ics"),
        (PROVIDER, "/runs"),
        (PROVIDER, "/listings?kind=course"),
        (PROVIDER, f"/courses/{training.course}"),
        (PROVIDER, f"/runs/{training.open_run}/register"),
        (PROVIDER, f"/runs/{training.open_run}/register/sheet"),
        (PROVIDER, f"/runs/{training.open_run}/places"),
        (PROVIDER, f"/runs/{training.over_run}/evaluations"),
    ]
    exported = ("/staff", "/cpd/records", "/runs", "/listings?kind=course")
    return shown + [(who, f"{page}{'&' if '?' in page else '?'}format=csv") for who, page in shown if page in exported]


def more(training: Training, numbers: range, at: datetime) -> None:
    """As many again of everything: courses with runs, places on one run, people of the booker's staff."""
    world = training.world
    for number in numbers:
        make_course_and_run(world.provider, starts_at=FIRST_START + timedelta(hours=number), at=at)
        make_course(world.provider, published=False, at=at)
        actions.copy_course(reference=training.course, actor=world.provider, at=at)
        if cpd.get_run(training.open_run).places_left:
            make_booking(world.buyer, training.open_run, 1, people=(person(f"Person {number}"),), at=at)
        _add_run(training, number, at)


def _add_run(training: Training, number: int, at: datetime) -> None:
    starts_at = FIRST_START + timedelta(days=60, hours=number)
    run = make_run(training.world.provider, training.course, starts_at=starts_at, at=at)
    make_booking(training.world.buyer, run, 2, people=(person(f"Somebody {number}"),), at=at)


@pytest.mark.of_pages
def test_no_list_of_courses_costs_more_for_being_long(
    app: Flask, at: datetime, signed_in: Callable[[str], PoliceClient], statements: Callable[[], Any]
) -> None:
    with transaction():
        training = make_training(at)
        more(training, range(3), at)
        feed = actions.make_feed(actor=training.world.buyer, at=at)
    browsers = {who: signed_in(who) for who in (BUYER, PROVIDER)}

    def cost(who: str, page: str) -> int:
        with statements() as sent:
            assert browsers[who].get(page).status_code == 200, page
        return len(sent)

    search.rebuild()
    short = {each: cost(*each) for each in pages(training, feed)}
    with transaction():
        more(training, range(3, 20), at)
    search.rebuild()
    assert {each: cost(*each) for each in pages(training, feed)} == short
    assert {each: count for each, count in short.items() if count > CEILING} == {}
