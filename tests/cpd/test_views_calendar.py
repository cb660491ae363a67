"""The calendar shows the sessions of a month that a search finds, to anyone, and nothing private."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from app.cpd import actions
from app.cpd.values import CareerStage, CourseFormat, Prices, Venue
from app.kernel.clock import LONDON
from app.kernel.database import transaction
from app.kernel.money import Money
from app.search import actions as search
from tests.clock import HandClock
from tests.cpd.makers import World, make_course_and_run, make_run, make_session
from tests.police import PoliceClient
from tests.services.views.sent import SignIn

JANUARY = datetime(2027, 1, 12, 9, 30, tzinfo=LONDON)


def reindex() -> None:
    search.rebuild()


def text_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1]).split())


def test_a_month_shows_each_session_on_its_day_with_its_time(client: PoliceClient, world: World) -> None:
    with transaction():
        _, run = make_course_and_run(world.provider, count=2, starts_at=JANUARY)
    reindex()
    page = client.get("/courses/calendar?month=2027-01")
    assert page.status_code == 200
    read = text_of(page.text)
    assert "2 sessions in January 2027" in read
    assert "Tuesday 12 January 9:30am Reading fluency in key stage 2" in read
    assert "Tuesday 19 January 9:30am" in read
    assert f'href="/runs/{run}"' in page.text


def test_the_list_says_who_where_and_how_many_are_left(client: PoliceClient, world: World) -> None:
    with transaction():
        make_course_and_run(world.provider, count=2, starts_at=JANUARY)
    reindex()
    read = text_of(client.get("/courses/calendar?month=2027-01&view=list").text)
    assert "Tuesday 12 January 2027 9:30am to 3:30pm Reading fluency in key stage 2" in read
    assert "Session 1 of 2. Northgate Learning Trust. 1 Mill Lane, Leeds, LS1 4AP. 20 places left." in read


def test_it_is_filtered_as_the_search_is(client: PoliceClient, world: World) -> None:
    with transaction():
        make_course_and_run(world.provider, starts_at=JANUARY, title="Phonics")
        online = make_session(JANUARY, venue=Venue.ONLINE, address="", postcode="", link="https://meet.example/x")
        make_course_and_run(
            world.provider, sessions=[online], title="Governance", format=CourseFormat.ONLINE,
            career_stages=frozenset({CareerStage.GOVERNOR}), prices=Prices(is_free=True),
        )  # fmt: skip
    reindex()

    def titles(words: str) -> set[str]:
        read = text_of(client.get(f"/courses/calendar?month=2027-01&view=list&{words}").text)
        return {title for title in ("Phonics", "Governance") if f"3:30pm {title}" in read}

    assert titles("") == {"Phonics", "Governance"}
    assert titles("format=online") == {"Governance"}
    assert titles("audience=teacher") == {"Phonics"}
    assert titles("free=yes") == {"Governance"}
    assert titles("near=LS1&miles=5") == {"Phonics"}
    assert titles("from=13/1/2027") == set()
    assert titles("text=phonics") == {"Phonics"}
    page = client.get("/courses/calendar?month=2027-01&view=list&format=online").text
    assert "https://meet.example/x" not in page
    assert 'name="month" value="2027-01"' in page


def test_an_empty_month_leads_to_the_next_that_has_something(client: PoliceClient, world: World) -> None:
    with transaction():
        make_course_and_run(world.provider, starts_at=JANUARY)
    reindex()
    page = client.get("/courses/calendar").text
    assert "No courses in November 2026" in page
    assert 'href="/courses/calendar?month=2027-01"' in page
    assert "Previous month" not in page
    nothing = client.get("/courses/calendar?month=2027-02").text
    assert "None is to come later either" in nothing
    assert 'href="/courses/calendar?month=2027-01" rel="prev"' in nothing


@pytest.mark.parametrize("month", ["", "nonsense", "2027-13", "2026-10", "2029-01", "٢٠٢٧-٠١", "2027-1-1"])
def test_a_month_that_cannot_be_is_this_month(client: PoliceClient, month: str) -> None:
    reindex()
    assert "Courses in November 2026" in client.get("/courses/calendar", query_string={"month": month}).text


def test_months_go_two_years_ahead_and_no_further(client: PoliceClient) -> None:
    reindex()
    last = client.get("/courses/calendar?month=2028-11").text
    assert "Courses in November 2028" in last
    assert "Next month" not in last


def test_a_run_that_began_or_was_cancelled_is_not_shown(
    client: PoliceClient, world: World, clock: HandClock, at: datetime
) -> None:
    with transaction():
        course, first = make_course_and_run(world.provider, count=2, starts_at=JANUARY)
        other = make_run(world.provider, course, starts_at=JANUARY + timedelta(hours=8))
        actions.cancel_run(reference=other, reason="No speaker", actor=world.provider, at=at)
    reindex()
    page = client.get("/courses/calendar?month=2027-01").text
    assert first in page
    assert other not in page
    clock.moment = JANUARY
    assert first not in client.get("/courses/calendar?month=2027-01").text


def test_a_busy_day_shows_four_and_leads_to_the_rest(client: PoliceClient, world: World) -> None:
    with transaction():
        course, _ = make_course_and_run(world.provider, starts_at=JANUARY)
        for hours in range(1, 7):
            make_run(world.provider, course, starts_at=JANUARY + timedelta(hours=hours))
    reindex()
    page = client.get("/courses/calendar?month=2027-01").text
    assert "3 more" in page
    assert "view=list#day-2027-01-12" in page
    assert page.count('class="govuk-link tx-month__entry"') == 5


def test_a_session_late_on_the_last_day_is_in_its_month_by_london_time(client: PoliceClient, world: World) -> None:
    with transaction():
        late = make_session(
            datetime(2027, 7, 31, 23, 30, tzinfo=LONDON), ends_at=datetime(2027, 8, 1, 1, tzinfo=LONDON)
        )
        make_course_and_run(world.provider, sessions=[late])
    reindex()
    assert "1 session in July 2027" in text_of(client.get("/courses/calendar?month=2027-07").text)
    assert "0 sessions in August 2027" in text_of(client.get("/courses/calendar?month=2027-08").text)


def test_the_calendar_costs_the_database_as_much_when_it_is_full(
    app: Flask, client: PoliceClient, world: World, statements: Any
) -> None:
    with transaction():
        make_course_and_run(world.provider, starts_at=JANUARY)
    reindex()

    def cost(view: str) -> int:
        with statements() as sent:
            assert client.get(f"/courses/calendar?month=2027-01&view={view}").status_code == 200
        return len(sent)

    few = [cost("month"), cost("list")]
    with transaction():
        for number in range(25):
            moment = JANUARY + timedelta(days=number % 15, hours=number % 3)
            make_course_and_run(
                world.provider, starts_at=moment, title=f"Course {number}", prices=Prices(other=Money(1_00))
            )
    reindex()
    assert [cost("month"), cost("list")] == few
    assert max(few) <= 22


def test_a_search_finds_a_course_by_days_and_places_and_follows_its_runs(
    client: PoliceClient, world: World, clock: HandClock, deliver: Callable[[], int]
) -> None:
    with transaction():
        course, _ = make_course_and_run(world.provider, starts_at=JANUARY)
    reindex()
    deliver()
    assert course in client.get("/search?kind=course&from=1/1/2027&to=31/1/2027").text
    assert course not in client.get("/search?kind=course&from=1/2/2027").text
    assert course in client.get("/search?kind=course&places=20").text
    assert course not in client.get("/search?kind=course&places=21").text
    clock.moment = JANUARY
    with transaction():
        actions.note_begun(since=JANUARY - timedelta(days=1), at=JANUARY)
    deliver()
    assert course not in client.get("/search?kind=course").text


def test_someone_signed_in_may_measure_from_their_own_schools(world: World, signed_in: SignIn) -> None:
    reindex()
    assert signed_in("cpd@westbrook.example").get("/courses/calendar").status_code == 200
