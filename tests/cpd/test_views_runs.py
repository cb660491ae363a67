"""The form of a run: sessions come and go without losing what was typed, and what is wrong stands beside it."""

import re
from typing import Any

import pytest
from flask import Flask

from app.cpd import queries
from app.cpd.values import Venue
from app.kernel.database import transaction
from app.listings import queries as listings
from app.trusts import queries as trusts
from tests.cpd.makers import World, make_course, make_course_and_run
from tests.cpd.runs_makers import take_places
from tests.listings.makers import make_school
from tests.police import PoliceClient
from tests.services.views.sent import SignIn


def session(number: int, day: int = 12, **changes: Any) -> dict[str, str]:
    """A session of January 2027 as a browser sends it."""
    typed = {
        "id": "", "date-day": str(day), "date-month": "1", "date-year": "2027", "starts": "9.30am", "ends": "15:30",
        "venue": "address", "school": "", "find": "", "address": "Hall 2, 1 Mill Lane, Leeds", "postcode": "ls14ap",
        "link": "", "capacity": "25", **changes,
    }  # fmt: skip
    return {f"session-{number}-{name}": value for name, value in typed.items()}


def values(page: str) -> dict[str, str]:
    """What the inputs of a page hold, by name."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and (' type="radio"' not in tag or "checked" in tag):
            found[name[1]] = value[1] if value else ""
    return found


@pytest.fixture
def lead(world: World, signed_in: SignIn) -> PoliceClient:
    return signed_in("cpd@northgate.example")


@pytest.fixture
def course(world: World) -> str:
    with transaction():
        return make_course(world.provider, run=False)


def runs_of(course: str) -> list[Any]:
    with transaction():
        return queries.list_runs(listings.get_listing(course).id)


def test_a_run_of_two_sessions_is_added_as_it_was_typed(lead: PoliceClient, course: str) -> None:
    online = session(2, 19, venue="online", link="https://meet.example/x", starts="2pm", ends="4:15pm", capacity="60")
    saved = lead.submit(f"/courses/{course}/runs/new", name="Spring", **session(1), **online)
    assert saved.status_code == 303, saved.text
    run = runs_of(course)[0]
    assert saved.location.endswith(f"/runs/{run.reference}")
    assert [(each.venue, each.capacity, each.minutes) for each in run.sessions] == [
        (Venue.ADDRESS, 25, 360),
        (Venue.ONLINE, 60, 135),
    ]
    assert run.sessions[0].postcode == "LS1 4AP"
    shown = lead.get(f"/courses/{course}").text
    assert "Tuesday 12 January 2027 to Tuesday 19 January 2027" in shown
    assert "https://meet.example/x" not in shown


def test_a_session_is_added_like_the_last_and_nothing_typed_is_lost(lead: PoliceClient, course: str) -> None:
    page = lead.submit(f"/courses/{course}/runs/new", name="Spring", **session(1, find="ash"), add="1")
    assert page.status_code == 200
    kept = values(page.text)
    assert (kept["name"], kept["session-1-starts"], kept["session-1-date-day"]) == ("Spring", "9.30am", "12")
    assert (kept["session-2-starts"], kept["session-2-address"]) == ("9.30am", "Hall 2, 1 Mill Lane, Leeds")
    assert (kept["session-2-date-day"], kept["session-2-find"], kept["session-2-venue"]) == ("", "", "address")
    assert "There is a problem" not in page.text
    assert runs_of(course) == []


def test_a_session_is_removed_and_those_after_it_move_up(lead: PoliceClient, course: str) -> None:
    sent = {**session(1, 12), **session(2, 13), **session(3, 14)}
    kept = values(lead.submit(f"/courses/{course}/runs/new", **sent, remove="2").text)
    assert (kept["session-1-date-day"], kept["session-2-date-day"]) == ("12", "14")
    assert "session-3-date-day" not in kept
    last = values(lead.submit(f"/courses/{course}/runs/new", **session(1), remove="1").text)
    assert last["session-1-date-day"] == "12"


def test_every_fault_is_said_with_its_session_and_what_was_typed_is_kept(lead: PoliceClient, course: str) -> None:
    sent = {**session(1, starts="half nine", capacity="many"), **session(2, 12, **{"date-month": "13"}, venue="")}
    page = lead.submit(f"/courses/{course}/runs/new", **sent)
    assert page.status_code == 422
    assert "<title>Error: Add a run" in page.text
    for said in (
        "Session 1: Start time must be a time, like 9:30am or 14:00",
        "Session 1: Number of places must be a whole number",
        "Session 2: Date must be a real date",
        "Session 2: Choose where it is",
    ):
        assert said in page.text
    assert values(page.text)["session-1-starts"] == "half nine"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends": "9:29am"}, "Enter an end after the start at 9:30am"),
        ({"ends": "9:30am"}, "Enter an end after the start at 9:30am"),
        ({"date-year": "2026"}, "Enter a date and a start in the future"),
        ({"date-year": "2029"}, "Enter a date on or before 20 November 2028"),
        ({"capacity": "0"}, "Enter a number of places of 1 or more"),
        ({"capacity": "10001"}, "Enter a number of places of 10,000 or fewer"),
        ({"postcode": "LS1"}, "Enter a full postcode, like LS1 4AP"),
        ({"postcode": "ZZ1 1ZZ"}, "We do not know the postcode area ZZ1"),
        ({"venue": "school"}, "Choose the school"),
        ({"date-day": "28", "date-month": "3", "starts": "1:30am"}, "so there is no 1:30am"),
    ],
)
def test_what_a_rule_refuses_is_said_beside_its_field(
    lead: PoliceClient, course: str, changes: dict[str, str], said: str
) -> None:
    page = lead.submit(f"/courses/{course}/runs/new", **session(1, 12, **changes))
    assert page.status_code == 422
    assert said in page.text
    assert runs_of(course) == []


def test_overlapping_sessions_are_refused(lead: PoliceClient, course: str) -> None:
    page = lead.submit(f"/courses/{course}/runs/new", **session(1), **session(2))
    assert page.status_code == 422
    assert "Session 2: Session 2 is at the same time as session 1" in page.text


def test_a_bank_holiday_is_warned_of_after_it_is_saved(lead: PoliceClient, course: str) -> None:
    sent = session(1, 3, **{"date-month": "5"})
    page = lead.submit(f"/courses/{course}/runs/new", **sent)
    assert page.status_code == 303
    assert "Monday 3 May 2027 is a bank holiday in England" in lead.get(page.location, follow_redirects=True).text


def test_another_trust_s_school_is_found_by_name_and_chosen(lead: PoliceClient, course: str, world: World) -> None:
    with transaction():
        urn = trusts.schools_by_id([world.schools[0]])[world.schools[0]].urn
    path = f"/courses/{course}/runs/new"
    one = lead.submit(path, **session(1, venue="school", find="birch"), find="1")
    assert "Birch Primary is chosen" in one.text
    assert f'<option value="{world.schools[1]}" selected' in one.text
    several = lead.submit(path, **session(1, venue="school", find="primary"), find="1")
    assert "2 schools were found" in several.text
    assert f"Ash Primary (URN {urn})" in several.text
    assert "No school has “zebra” in its name" in lead.submit(path, **session(1, find="zebra"), find="1").text
    saved = lead.submit(path, **session(1, venue="school", school=str(world.schools[0])))
    assert saved.status_code == 303, saved.text
    assert runs_of(course)[0].sessions[0].place_line == "Ash Primary"


def test_a_run_like_another_begins_with_all_but_its_dates(lead: PoliceClient, world: World) -> None:
    with transaction():
        course, run = make_course_and_run(world.provider, count=2, capacity=33)
    kept = values(lead.get(f"/courses/{course}/runs/new?like={run}").text)
    assert (kept["session-2-starts"], kept["session-2-capacity"]) == ("9:30am", "33")
    assert (kept["session-2-date-day"], kept["session-2-id"]) == ("", "")


def sent_back(page: str) -> dict[str, str]:
    """What a browser sends of a form that is left as it is."""
    return {name: value for name, value in values(page).items() if name != "csrf_token"}


def test_a_run_is_changed_and_whoever_was_slower_is_told(lead: PoliceClient, world: World) -> None:
    with transaction():
        _, run = make_course_and_run(world.provider, count=2)
    sent = sent_back(lead.get(f"/runs/{run}/change").text)
    assert lead.submit(f"/runs/{run}/change", **{**sent, "session-2-starts": "10am"}).status_code == 303
    with transaction():
        changed = queries.get_run(run)
    assert [each.sequence for each in changed.sessions] == [0, 1]
    late = lead.submit(f"/runs/{run}/change", **{**sent, "session-2-starts": "11am"})
    assert late.status_code == 422
    assert "Somebody else changed this run" in late.text
    assert lead.submit(f"/runs/{run}/change", **{**sent_back(late.text), "session-2-starts": "11am"}).status_code == 303


def test_a_run_with_places_keeps_its_sessions_and_says_so(lead: PoliceClient, world: World) -> None:
    with transaction():
        _, run = make_course_and_run(world.provider, count=2)
        take_places(run, 3)
    page = lead.get(f"/runs/{run}/change").text
    assert "keeps as many sessions as it has" in page
    assert "Add another session" not in page
    sent = sent_back(page)
    refused = lead.submit(f"/runs/{run}/change", **{**sent, "session-1-capacity": "2"})
    assert refused.status_code == 422
    assert "3 places are already taken, so enter 3 or more" in refused.text
    more = lead.submit(f"/runs/{run}/change", **{**sent, **session(3)})
    assert "so its sessions stay as many as they are" in more.text


def test_the_longest_form_of_a_run_is_not_too_long(lead: PoliceClient, course: str, world: World) -> None:
    with transaction():
        schools = [make_school(world.provider.trust, f"Northgate Primary School {number}") for number in range(40)]
    sent: dict[str, str] = {}
    for number in range(1, 20):
        sent |= session(number, number, venue="school", school=str(schools[number]), find="Northgate")
    page = lead.submit(f"/courses/{course}/runs/new", **sent, add="1")
    assert page.status_code == 200
    assert values(page.text)["session-20-starts"] == "9.30am"
    assert "Add another session" not in page.text
    wrong = lead.submit(f"/courses/{course}/runs/new", **{**sent, **session(20, capacity="none", starts="never")})
    assert "Session 20: Start time must be a time" in wrong.text


def test_nobody_else_adds_or_changes_a_run(app: Flask, world: World, signed_in: SignIn) -> None:
    with transaction():
        course, run = make_course_and_run(world.provider)
    other = signed_in("cpd@easton.example")
    assert other.get(f"/courses/{course}/runs/new").status_code == 404
    assert other.get(f"/runs/{run}/change").status_code == 404
    assert signed_in("finance@northgate.example").get(f"/courses/{course}/runs/new").status_code == 403


def test_a_run_s_own_address_leads_to_the_page_of_its_course(client: PoliceClient, world: World) -> None:
    with transaction():
        course, run = make_course_and_run(world.provider)
    assert client.get(f"/runs/{run}").location.endswith(f"/courses/{course}#{run}")
    assert client.get(f"/r/{run}", follow_redirects=True).status_code == 200
    assert client.get("/runs/RUN-22222").status_code == 404
