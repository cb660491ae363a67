"""The line: who is next, and until when an offer stands."""

from datetime import UTC, datetime, timedelta

import pytest

from app.cpd import rules

NEVER = datetime(2030, 1, 1, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+00:00")


@pytest.mark.parametrize(
    ("made", "hours", "until"),
    [
        ("2026-11-20T17:00", 10, "2026-11-23T17:00"),
        ("2026-11-20T07:59", 10, "2026-11-20T18:00"),
        ("2026-11-20T08:00", 10, "2026-11-20T18:00"),
        ("2026-11-20T08:01", 10, "2026-11-23T08:01"),
        ("2026-11-20T17:59", 1, "2026-11-23T08:59"),
        ("2026-11-20T18:00", 1, "2026-11-23T09:00"),
        ("2026-11-20T23:30", 1, "2026-11-23T09:00"),
        ("2026-11-21T12:00", 10, "2026-11-23T18:00"),
        ("2026-11-23T00:00", 25, "2026-11-25T13:00"),
    ],
)
def test_an_offer_counts_hours_by_day_on_working_days(made: str, hours: int, until: str) -> None:
    assert rules.offer_until(utc(made), hours, NEVER) == utc(until)


@pytest.mark.parametrize(
    ("made", "until"),
    [
        ("2026-12-24T17:00", "2026-12-29T09:00"),
        ("2026-12-31T17:00", "2027-01-04T09:00"),
        ("2027-03-25T17:00", "2027-03-30T08:00"),
    ],
)
def test_an_offer_passes_over_bank_holidays(made: str, until: str) -> None:
    assert rules.offer_until(utc(made), 2, NEVER) == utc(until)


@pytest.mark.parametrize(
    ("made", "until"),
    [
        ("2026-10-23T16:00", "2026-10-26T09:00"),
        ("2026-10-24T23:30", "2026-10-26T10:00"),
        ("2026-03-27T17:00", "2026-03-30T08:00"),
        ("2026-07-01T17:30", "2026-07-02T09:00"),
    ],
)
def test_an_offer_keeps_to_london_s_clock_when_that_changes(made: str, until: str) -> None:
    assert rules.offer_until(utc(made), 2, NEVER) == utc(until)


def test_an_offer_never_stands_past_the_start_of_the_course() -> None:
    made, end = utc("2026-11-20T17:00"), utc("2026-11-23T17:00")
    minute = timedelta(minutes=1)
    assert rules.offer_until(made, 10, end - minute) == end - minute
    assert rules.offer_until(made, 10, end) == end
    assert rules.offer_until(made, 10, end + minute) == end


def test_the_first_in_line_whom_it_fits_is_next() -> None:
    both, one, two = (1, 2), (1,), (2,)
    line = [("a", both), ("b", one), ("c", two), ("d", one)]
    assert rules.next_in_line(line, {1: 0, 2: 0}) == []
    assert rules.next_in_line(line, {1: 1, 2: 0}) == ["b"]
    assert rules.next_in_line(line, {1: 0, 2: 1}) == ["c"]
    assert rules.next_in_line(line, {1: 1, 2: 1}) == ["a"]
    assert rules.next_in_line(line, {1: 2, 2: 1}) == ["a", "b"]
    assert rules.next_in_line(line, {1: 3, 2: 2}) == ["a", "b", "c", "d"]


def test_nobody_waits_where_there_is_a_place_for_everybody_asked_for() -> None:
    rules.check_can_wait(count=3, left=2)
    with pytest.raises(rules.PlacesLeft, match="There are places: book them"):
        rules.check_can_wait(count=2, left=2)


def test_an_offer_is_accepted_before_the_moment_it_names_and_over_from_then_on() -> None:
    until = utc("2026-11-23T17:00")
    tick = timedelta(microseconds=1)
    rules.check_can_accept(until, until - tick)
    for at in (until, until + tick):
        with pytest.raises(rules.OfferOver):
            rules.check_can_accept(until, at)
    with pytest.raises(rules.MovedOn):
        rules.check_can_accept(None, until)
    assert not rules.has_run_out(until, until - tick)
    assert rules.has_run_out(until, until)
