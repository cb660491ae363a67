"""What the demo holds of courses once it is loaded. Journeys add to it; nothing here is taken away by one."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from urllib.request import urlopen

import pytest

from app.sandbox.demo.course_content import course_content
from tests.journeys.conftest import Site


@pytest.fixture(scope="module")
def loaded(site: Site) -> Iterator[sqlite3.Connection]:
    """The demo's database, to be read."""
    with closing(sqlite3.connect(f"file:{site.folder / 'exchange.db'}?mode=ro", uri=True)) as connection:
        yield connection


def number(loaded: sqlite3.Connection, query: str) -> int:
    found: int = loaded.execute(query).fetchone()[0]
    return found


def test_registers_of_runs_gone_by_are_finished_but_one_and_gave_certificates(loaded: sqlite3.Connection) -> None:
    past = [run for run in course_content().runs if run.is_past]
    assert number(loaded, "SELECT count(*) FROM course_register_closing") >= len(past) - 1
    assert number(loaded, "SELECT count(DISTINCT code) FROM course_certificate") >= 30
    absent = "SELECT count(*) FROM course_attendance JOIN course_certificate USING (place_id) WHERE mark = 'absent'"
    assert number(loaded, absent) == 1, "somebody who missed one session of six has a certificate all the same"
    written = sum(len(run.evaluations) for run in past)
    assert number(loaded, "SELECT count(*) FROM course_evaluation") >= written


def test_what_a_provider_cancelled_is_credited_whole(loaded: sqlite3.Connection) -> None:
    places = (
        "course_place p JOIN course_run_cancellation c USING (run_id) JOIN course_place_charge g ON g.place_id = p.id"
    )
    owed = f"SELECT coalesce(sum(g.net_pence), 0) FROM {places}"
    taken = f"SELECT coalesce(sum(k.net_pence), 0) FROM {places} JOIN course_place_credit k ON k.place_id = p.id"
    assert number(loaded, owed) > 0
    assert number(loaded, owed) == number(loaded, f"{taken} WHERE k.credited_at IS NOT NULL")


def test_late_is_half_and_not_coming_is_all(loaded: sqlite3.Connection) -> None:
    half = "SELECT count(*) FROM course_place_ending WHERE percent = 50 AND fee_pence > 0"
    assert number(loaded, half) >= 1
    charged = (
        "SELECT min(g.net_pence = p.price_pence) FROM course_attendance a JOIN course_place p ON p.id = a.place_id"
    )
    only = "JOIN course_place_charge g ON g.place_id = p.id WHERE a.mark = 'absent'"
    assert number(loaded, f"{charged} {only}") == 1


def test_invoices_of_courses_are_issued_and_some_are_paid(loaded: sqlite3.Connection) -> None:
    of_courses = "SELECT count(*) FROM charge WHERE subject LIKE 'BKG-%' AND state = "
    assert number(loaded, f"{of_courses} 'invoiced'") >= 20
    assert number(loaded, f"{of_courses} 'settled'") >= 2


def test_nothing_of_the_load_failed(loaded: sqlite3.Connection) -> None:
    assert number(loaded, "SELECT count(*) FROM outbox WHERE given_up_at IS NOT NULL") == 0


def test_courses_to_come_are_found(site: Site) -> None:
    with urlopen(f"{site.web}/search?kind=course&text=senco") as answer:
        assert "SENCO network" in answer.read().decode()
