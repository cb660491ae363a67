"""What a run must be, at the boundary of each rule."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from app.cpd import rules
from app.cpd.rules import runs as run_rules
from app.cpd.values import RunDraft, RunValue, SessionDraft, SessionValue, Venue
from app.kernel.clock import LONDON
from app.kernel.errors import Refused
from tests.clock import START
from tests.cpd.runs_makers import FIRST_DAY, run_draft, session_draft

WEEK = timedelta(days=7)


def faults(draft: RunDraft, before: dict[int, SessionValue] | None = None) -> dict[str | None, str]:
    return {each.field: each.message for each in rules.run_faults(draft, at=START, before=before)}


def stands(session: SessionDraft, *, taken: int = 0, **changes: Any) -> SessionValue:
    values: dict[str, Any] = {**vars(session), "id": 7}
    more = {"run_id": 1, "position": 1, "place_line": "", "easting": 1, "northing": 1, "uid": "u", "sequence": 0}
    return SessionValue(**{**values, **more, "taken": taken, **changes})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:30am", time(9, 30)),
        ("09:30", time(9, 30)),
        ("9.30", time(9, 30)),
        ("9.30 AM", time(9, 30)),
        ("0930", time(9, 30)),
        ("9am", time(9)),
        (" 2 pm ", time(14)),
        ("2:05p.m.", time(14, 5)),
        ("14:05", time(14, 5)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("12:30am", time(0, 30)),
        ("00:00", time(0)),
        ("23:59", time(23, 59)),
        ("noon", time(12)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, meant: time) -> None:
    assert rules.read_time(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "9", "24:00", "9:60", "13pm", "0am", "14:00pm", "9:3", "930", "nine", "9:30 tomorrow", "٩:٣٠", "-9:30"],
)
def test_what_is_no_time_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValueError, match=r"time|hour|minute"):
        rules.read_time(typed)


@pytest.mark.parametrize(
    ("at", "written"), [(time(9, 30), "9:30am"), (time(14), "2pm"), (time(0), "12am"), (time(12, 5), "12:05pm")]
)
def test_a_time_is_written_as_people_write_it(at: time, written: str) -> None:
    assert rules.time_text(at) == written


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2026, 10, 25), time(0, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 0), datetime(2026, 10, 25, 0, 0, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 59), datetime(2026, 10, 25, 0, 59, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
        (date(2027, 3, 28), time(0, 59), datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (date(2027, 3, 28), time(2, 0), datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (date(2027, 7, 1), time(9, 0), datetime(2027, 7, 1, 8, 0, tzinfo=UTC)),
    ],
)
def test_a_time_is_by_the_clocks_of_england_and_the_first_of_two(day: date, at: time, moment: datetime) -> None:
    assert rules.london_moment(day, at) == moment


@pytest.mark.parametrize("at", [time(1, 0), time(1, 30), time(1, 59)])
def test_a_time_over_which_the_clocks_go_forward_is_refused(at: time) -> None:
    with pytest.raises(rules.NoSuchTime, match="The clocks go forward on 28 March 2027, so there is no 1"):
        rules.london_moment(date(2027, 3, 28), at)


def one(**changes: Any) -> Callable[[], RunDraft]:
    return lambda: run_draft(replace(session_draft(), **changes))


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [("09:30", "09:29", "session-1-ends"), ("09:30", "09:30", "session-1-ends"), ("09:30", "09:31", None)],
)
def test_a_session_ends_after_it_starts(starts: str, ends: str, field: str | None) -> None:
    assert set(faults(run_draft(session_draft(FIRST_DAY, starts, ends)))) == ({field} if field else set())


@pytest.mark.parametrize(
    ("second_starts", "second_ends", "is_fault"),
    [("11:00", "12:00", False), ("10:59", "12:00", True), ("08:00", "09:00", False), ("08:00", "09:01", True)],
)
def test_sessions_of_a_run_may_touch_and_not_overlap(second_starts: str, second_ends: str, is_fault: bool) -> None:
    draft = run_draft(session_draft(FIRST_DAY, "09:00", "11:00"), session_draft(FIRST_DAY, second_starts, second_ends))
    found = faults(draft)
    assert ("session-2-starts" in found) is is_fault
    if is_fault:
        assert "same time as session 1" in found["session-2-starts"]


@pytest.mark.parametrize(("later", "is_fault"), [(-60, True), (0, True), (60, False)])
def test_a_session_starts_in_the_future(later: int, is_fault: bool) -> None:
    starts = START + timedelta(seconds=later)
    draft = run_draft(replace(session_draft(), starts_at=starts, ends_at=starts + timedelta(hours=1)))
    assert ("session-1-date" in faults(draft)) is is_fault


@pytest.mark.parametrize(
    ("day", "is_fault"), [(date(2028, 11, 19), False), (date(2028, 11, 20), False), (date(2028, 11, 21), True)]
)
def test_a_session_is_at_most_two_years_ahead(day: date, is_fault: bool) -> None:
    found = faults(run_draft(session_draft(day)))
    assert found == ({"session-1-date": "Enter a date on or before 20 November 2028"} if is_fault else {})


def test_two_years_after_a_leap_day_is_the_28th() -> None:
    assert run_rules.latest_day(datetime(2028, 2, 29, 12, tzinfo=UTC)) == date(2030, 2, 28)


@pytest.mark.parametrize(("capacity", "is_fault"), [(0, True), (1, False), (10_000, False), (10_001, True)])
def test_a_session_holds_1_to_10_000(capacity: int, is_fault: bool) -> None:
    assert ("session-1-capacity" in faults(one(capacity=capacity)())) is is_fault


@pytest.mark.parametrize(("capacity", "is_fault"), [(6, True), (7, False), (8, False)])
def test_a_capacity_is_never_below_what_is_taken(capacity: int, is_fault: bool) -> None:
    typed = replace(session_draft(), capacity=capacity, id=7)
    found = faults(run_draft(typed), {7: stands(session_draft(), taken=7)})
    message = "7 places are already taken, so enter 7 or more"
    assert found == ({"session-1-capacity": message} if is_fault else {})


@pytest.mark.parametrize(
    ("day", "is_fault"),
    [
        (START.date() - timedelta(days=1), True),
        (START.date(), False),
        (FIRST_DAY - timedelta(days=1), False),
        (FIRST_DAY, True),
        (FIRST_DAY + timedelta(days=1), True),
    ],
)
def test_a_run_is_decided_from_today_to_the_day_before_it_begins(day: date, is_fault: bool) -> None:
    found = faults(run_draft(session_draft(), minimum_places=5, decide_on_date=day))
    assert ("decide_on_date" in found) is is_fault


@pytest.mark.parametrize(("least", "is_fault"), [(0, True), (1, False), (20, False), (21, True)])
def test_a_minimum_is_from_1_to_what_the_smallest_session_holds(least: int, is_fault: bool) -> None:
    draft = run_draft(
        session_draft(), session_draft(FIRST_DAY + WEEK, capacity=30), minimum_places=least, decide_on_date=START.date()
    )
    assert ("minimum_places" in faults(draft)) is is_fault


def test_a_minimum_and_the_day_of_its_decision_go_together() -> None:
    assert set(faults(run_draft(minimum_places=5))) == {"decide_on_date"}
    assert set(faults(run_draft(decide_on_date=START.date()))) == {"minimum_places"}


@pytest.mark.parametrize(("count", "is_fault"), [(0, True), (1, False), (20, False), (21, True)])
def test_a_run_has_1_to_20_sessions(count: int, is_fault: bool) -> None:
    sessions = tuple(session_draft(FIRST_DAY + timedelta(days=each)) for each in range(count))
    assert ("add" in faults(RunDraft(sessions=sessions))) is is_fault


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"venue": Venue.SCHOOL}, "session-1-school"),
        ({"address": ""}, "session-1-address"),
        ({"address": "x" * 201}, "session-1-address"),
        ({"postcode": ""}, "session-1-postcode"),
        ({"postcode": "LS1"}, "session-1-postcode"),
        ({"postcode": "ZZ1 4AP"}, "session-1-postcode"),
        ({"venue": Venue.ONLINE, "link": "meet.example/abc"}, "session-1-link"),
        ({"venue": Venue.ONLINE, "link": "javascript:alert(1)"}, "session-1-link"),
        ({"venue": Venue.ONLINE, "link": "https://meet.example/" + "x" * 500}, "session-1-link"),
    ],
)
def test_a_venue_says_where_it_is(changes: dict[str, Any], field: str) -> None:
    assert set(faults(one(**changes)())) == {field}


@pytest.mark.parametrize(
    "changes",
    [
        {"venue": Venue.SCHOOL, "school_id": 5},
        {"address": "x" * 200, "postcode": "ls14ap"},
        {"venue": Venue.ONLINE, "link": ""},
        {"venue": Venue.ONLINE, "link": "https://meet.example/j/1?pwd=x#y"},
    ],
)
def test_a_venue_that_says_where_it_is_has_no_fault(changes: dict[str, Any]) -> None:
    assert faults(one(**changes)()) == {}


def test_an_unknown_postcode_area_is_named() -> None:
    assert "ZZ1" in faults(one(postcode="ZZ1 4AP")())["session-1-postcode"]


def test_a_session_that_has_begun_keeps_its_times_but_not_its_venue() -> None:
    begun = replace(session_draft(), starts_at=START, ends_at=START + timedelta(hours=2), id=7)
    before = {7: stands(begun)}
    assert faults(run_draft(replace(begun, address="Elsewhere")), before) == {}
    later = replace(begun, ends_at=START + timedelta(hours=3))
    assert set(faults(run_draft(later), before)) == {"session-1-date"}


@pytest.mark.parametrize(
    ("changes", "must_follow"),
    [
        ({}, False),
        ({"capacity": 5}, False),
        ({"ends_at": datetime(2027, 1, 12, 16, tzinfo=UTC)}, True),
        ({"address": "Elsewhere"}, True),
        ({"postcode": "LS2 4AP"}, True),
        ({"venue": Venue.ONLINE, "address": "", "postcode": ""}, True),
        ({"link": "https://other.example"}, True),
    ],
)
def test_calendars_follow_times_and_places_only(changes: dict[str, Any], must_follow: bool) -> None:
    assert rules.follows(stands(session_draft()), replace(session_draft(), **changes)) is must_follow


@pytest.mark.parametrize(
    ("day", "warning"),
    [
        (date(2027, 4, 30), None),
        (date(2027, 5, 3), "Monday 3 May 2027 is a bank holiday in England"),
        (date(2027, 5, 1), "Saturday 1 May 2027 is at a weekend"),
        (date(2027, 5, 2), "Sunday 2 May 2027 is at a weekend"),
        (date(2027, 11, 30), None),
    ],
)
def test_weekends_and_bank_holidays_of_england_are_warned_of_and_not_refused(day: date, warning: str | None) -> None:
    draft = run_draft(session_draft(day), session_draft(day, "16:00", "17:00"))
    assert faults(draft) == {}
    assert rules.run_warnings(draft) == ([warning] if warning else [])


def run_value(**changes: Any) -> RunValue:
    session = stands(session_draft())
    return RunValue(**{"id": 1, "reference": "RUN-2", "listing_id": 1, "provider_id": 1, "name": "",
                       "sessions": (session,), **changes})  # fmt: skip


@pytest.mark.parametrize(("seconds", "is_over"), [(-1, False), (0, True), (1, True)])
def test_a_run_may_be_changed_until_its_last_session_ends(seconds: int, is_over: bool) -> None:
    run = run_value()
    at = run.ends_at + timedelta(seconds=seconds)
    if is_over:
        with pytest.raises(rules.RunStopped):
            rules.check_can_change_run(run, at)
    else:
        rules.check_can_change_run(run, at)


def test_a_run_whose_register_is_closed_may_not_be_changed() -> None:
    with pytest.raises(Refused):
        rules.check_can_change_run(run_value(closed_at=START), START)


def test_the_makers_times_are_london_s() -> None:
    assert session_draft(date(2027, 7, 1)).starts_at.astimezone(LONDON).time() == time(9, 30)
