"""When registers are taken, what a certificate needs, how much learning somebody had, who had a place when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app.cpd.rules.certificates import LETTERS, grouped, read_code
from app.cpd.rules.registers import (
    CannotMark,
    RegisterFinished,
    check_can_close,
    check_can_mark,
    earns_certificate,
    held_by,
    learning_minutes,
)
from app.cpd.values import RunCancellationValue, RunValue, SessionValue, Venue

START = datetime(2027, 2, 1, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def session(number: int = 1, starts_at: datetime = START) -> SessionValue:
    return SessionValue(
        id=number,
        run_id=1,
        position=number,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=6),
        venue=Venue.ADDRESS,
        school_id=None,
        address="",
        postcode="",
        link="",
        place_line="",
        easting=None,
        northing=None,
        capacity=9,
        taken=0,
        uid="",
        sequence=0,
    )


RUN = RunValue(1, "RUN-23456", 1, 1, "", (session(1), session(2, START + timedelta(days=7))))


@pytest.mark.parametrize(("before", "opens"), [(timedelta(hours=2) + SECOND, False), (timedelta(hours=2), True)])
def test_a_session_is_marked_from_two_hours_before_it_starts(before: timedelta, opens: bool) -> None:
    if opens:
        check_can_mark(RUN, RUN.sessions[0], START - before)
        return
    with pytest.raises(CannotMark, match="from 1 February 2027 at 7:30am"):
        check_can_mark(RUN, RUN.sessions[0], START - before)


def test_each_session_opens_by_itself() -> None:
    with pytest.raises(CannotMark, match="8 February 2027 at 7:30am"):
        check_can_mark(RUN, RUN.sessions[1], START)


@pytest.mark.parametrize(("late", "may"), [(-SECOND, False), (timedelta(0), True), (timedelta(days=90), True)])
def test_a_register_is_finished_once_the_last_session_has_started(late: timedelta, may: bool) -> None:
    last = START + timedelta(days=7)
    if may:
        check_can_close(RUN, last + late)
        return
    with pytest.raises(CannotMark, match="8 February 2027 at 9:30am"):
        check_can_close(RUN, last + late)


def test_a_finished_register_and_a_cancelled_run_are_marked_no_more() -> None:
    with pytest.raises(RegisterFinished):
        check_can_mark(replace(RUN, closed_at=START), RUN.sessions[0], START)
    with pytest.raises(CannotMark, match="cancelled"):
        check_can_mark(replace(RUN, cancellation=RunCancellationValue("Ill", START)), RUN.sessions[0], START)


@pytest.mark.parametrize(
    ("came_to", "of", "percent", "earns"),
    [
        (0, 1, 1, False),
        (0, 0, 1, False),
        (1, 1, 100, True),
        (2, 3, 66, True),
        (2, 3, 67, False),
        (3, 4, 75, True),
        (3, 4, 76, False),
        (9, 10, 90, True),
        (9, 10, 91, False),
        (1, 100, 1, True),
    ],
)
def test_a_certificate_needs_one_session_and_the_courses_per_cent(
    came_to: int, of: int, percent: int, earns: bool
) -> None:
    assert earns_certificate(came_to=came_to, of=of, percent=percent) is earns


@pytest.mark.parametrize(
    ("learning", "came_to", "of", "minutes"),
    [
        (720, 720, 720, 720),
        (600, 720, 720, 600),
        (600, 360, 720, 300),
        (100, 120, 360, 33),
        (100, 240, 360, 67),
        (101, 180, 360, 51),
        (None, 360, 720, 360),
        (100, 0, 0, 0),
    ],
)
def test_learning_is_shared_out_by_the_sessions_minutes_half_up(
    learning: int | None, came_to: int, of: int, minutes: int
) -> None:
    assert learning_minutes(learning=learning, came_to=came_to, of=of) == minutes


@pytest.mark.parametrize(
    ("changes", "holder"),
    [
        ([], 7),
        ([(5, 7, START - SECOND)], 7),
        ([(5, 7, START)], 7),
        ([(5, 7, START + SECOND)], 5),
        ([(None, 7, START + SECOND)], 7),
        ([(4, 5, START - SECOND), (5, 7, START + SECOND)], 5),
        ([(4, 5, START + SECOND), (5, 7, START + 2 * SECOND)], 4),
        ([(None, 5, START + SECOND), (5, 7, START + 2 * SECOND)], 5),
    ],
)
def test_who_came_is_who_had_the_place_when_the_session_ended(
    changes: list[tuple[int | None, int, datetime]], holder: int
) -> None:
    assert held_by(7, changes, ends_at=START) == holder


@pytest.mark.parametrize("typed", ["bcdf-ghjk-mnpq", " BCDFGHJKMNPQ ", "bcdf ghjk mnpq", "BCDF.GHJK/MNPQ"])
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert read_code(typed) == "BCDF-GHJK-MNPQ"


def test_a_code_has_no_vowels_and_nonsense_stays_nonsense() -> None:
    assert not set(LETTERS) & set("AEIOUYL0123456789")
    assert read_code("%_';--") == ""
    assert len(read_code("B" * 10_000)) < 60
    assert grouped("BCDFGHJKMNPQ") == "BCDF-GHJK-MNPQ"
