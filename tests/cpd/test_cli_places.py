"""Places from a terminal."""

import json

from flask import Flask

from app.cpd import actions, queries
from app.kernel.database import transaction
from tests.clock import START
from tests.cpd.booking_makers import DEAR, ids, make_booking
from tests.cpd.makers import make_course_and_run, make_run, make_world


def make_standing() -> tuple[str, str, str]:
    """A course with a run on which two are booked, one held and one waits, and one that was cancelled."""
    world = make_world()
    course, run = make_course_and_run(world.provider, capacity=3, prices=DEAR)
    make_booking(world.provider, run, 2)
    make_booking(world.buyer, run)
    make_booking(world.other, run, waiting=True)
    gone = make_run(world.provider, course, capacity=9)
    actions.cancel_run(reference=gone, reason="Snow", actor=world.provider, at=START)
    return course, run, gone


def test_the_places_of_each_session_are_printed_as_json(app: Flask) -> None:
    with transaction():
        course, run, gone = make_standing()
    result = app.test_cli_runner().invoke(args=["cpd", "places", course.lower(), "--json"])
    assert result.exit_code == 0, result.output
    session = {"session": 1, "starts_at": "2027-02-01T09:30:00+00:00"}
    none = {"booked": 0, "held": 0, "offered": 0, "waiting": 0}
    assert json.loads(result.output) == {
        "course": course,
        "runs": [
            {
                "run": run,
                "cancelled": False,
                "sessions": [{**session, "capacity": 3, "booked": 2, "held": 1, "offered": 0, "waiting": 1}],
            },
            {"run": gone, "cancelled": True, "sessions": [{**session, "capacity": 9, **none}]},
        ],
    }


def test_an_offer_is_counted_among_the_offered(app: Flask) -> None:
    with transaction():
        world = make_world()
        course, run = make_course_and_run(world.provider, capacity=1)
        first = make_booking(world.buyer, run)
        make_booking(world.other, run, waiting=True)
        actions.cancel_places(reference=first, place_ids=ids(first), actor=world.buyer, at=START)
        assert queries.get_run(run).sessions[0].taken == 1
    result = app.test_cli_runner().invoke(args=["cpd", "places", course, "--json"])
    found = json.loads(result.output)["runs"][0]["sessions"][0]
    assert (found["booked"], found["offered"], found["waiting"]) == (0, 1, 0)


def test_the_places_are_a_table_to_read_without_json(app: Flask) -> None:
    with transaction():
        course, run, gone = make_standing()
    lines = app.test_cli_runner().invoke(args=["cpd", "places", course]).output.splitlines()
    assert lines[0].split() == ["Run", "Session", "Starts", "Capacity", "Booked", "Held", "Offered", "Waiting"]
    assert lines[1].split() == [run, "1", "2027-02-01", "09:30", "3", "2", "1", "0", "1"]
    assert lines[2].split()[:2] == [gone, "(cancelled)"]
    assert len({line.index(line.split()[-1], len(line) - 7) + len(line.split()[-1]) for line in lines}) == 1


def test_a_course_that_is_not_there_is_a_clear_error(app: Flask) -> None:
    for args in (["LST-ZZZZZ"], ["nonsense"], ["LST-ZZZZZ", "--json"]):
        result = app.test_cli_runner().invoke(args=["cpd", "places", *args])
        assert result.exit_code == 1
        assert "Error: " in result.output
        assert "Traceback" not in result.output
