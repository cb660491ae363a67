"""On which days who is reminded along a secondment."""

from datetime import date

import pytest

from app.secondments.rules import reminders as rules

START, LAST = date(2027, 1, 4), date(2027, 7, 23)
LONG_AGO = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 12, 24), None),
        (date(2026, 12, 25), 10),
        (date(2026, 12, 31), 10),
        (date(2027, 1, 1), 3),
        (date(2027, 1, 3), 3),
        (date(2027, 1, 4), None),
    ],
)
def test_what_is_missing_is_asked_for_ten_and_three_days_before_the_first_day(today: date, days: int | None) -> None:
    assert rules.before_start(START, since=LONG_AGO, today=today) == days


@pytest.mark.parametrize(("since", "days"), [(date(2026, 12, 24), 10), (date(2026, 12, 25), None)])
def test_what_was_asked_for_on_the_day_of_a_reminder_gets_the_next(since: date, days: int | None) -> None:
    assert rules.before_start(START, since=since, today=date(2026, 12, 27)) == days
    assert rules.before_start(START, since=since, today=date(2027, 1, 2)) == 3


@pytest.mark.parametrize(
    ("start", "today", "step"),
    [
        (START, date(2026, 11, 8), None),
        (START, date(2026, 11, 9), "issued"),
        (START, date(2026, 12, 25), "before-10"),
        (START, date(2027, 1, 1), "before-3"),
        (START, date(2027, 1, 4), None),
        (None, date(2026, 11, 8), None),
        (None, date(2026, 11, 9), "issued"),
    ],
)
def test_a_version_is_to_be_signed_seven_days_after_issue_and_before_the_first_day(
    start: date | None, today: date, step: str | None
) -> None:
    assert rules.unsigned(start, issued=LONG_AGO, today=today) == step


@pytest.mark.parametrize(
    ("start", "today", "near"),
    [
        (START, date(2027, 5, 27), False),
        (START, date(2027, 5, 28), True),
        (START, date(2027, 7, 22), True),
        (START, date(2027, 7, 23), False),
        (date(2027, 5, 27), date(2027, 6, 1), True),
        (date(2027, 5, 28), date(2027, 6, 1), False),
    ],
)
def test_both_trusts_are_asked_what_comes_after_in_the_last_eight_weeks_of_a_longer_term(
    start: date, today: date, near: bool
) -> None:
    assert rules.is_end_near(start, LAST, today=today) is near


@pytest.mark.parametrize(
    ("today", "near"),
    [(date(2027, 7, 8), False), (date(2027, 7, 9), True), (date(2027, 7, 23), True), (date(2027, 7, 24), False)],
)
def test_the_return_is_planned_in_the_last_ten_working_days(today: date, near: bool) -> None:
    assert rules.is_return_near(START, LAST, today=today) is near


def test_working_days_before_a_day_leave_out_weekends_and_bank_holidays() -> None:
    assert rules.working_days_before(date(2027, 1, 4), 1) == date(2026, 12, 31)
    assert rules.working_days_before(date(2027, 1, 4), 0) == date(2027, 1, 4)
