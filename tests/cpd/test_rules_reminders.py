"""On which days who is reminded: exactly 7 days and 1 day before, 10 and 3 working days before, the day after."""

from datetime import date

import pytest

from app.cpd.rules.reminders import course_reminder, is_hold_ending, is_register_late, naming_reminder

FIRST = date(2027, 2, 15)
LONG_AGO = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2027, 2, 7), None), (date(2027, 2, 8), 7), (date(2027, 2, 9), 7), (date(2027, 2, 10), 7),
        (date(2027, 2, 11), None), (date(2027, 2, 13), None), (date(2027, 2, 14), 1), (date(2027, 2, 15), None),
        (date(2027, 2, 16), None),
    ],
)  # fmt: skip
def test_a_delegate_is_due_a_reminder_seven_days_and_one_day_before(today: date, due: int | None) -> None:
    assert course_reminder(FIRST, since=LONG_AGO, today=today) == due


@pytest.mark.parametrize(
    ("since", "today", "due"),
    [
        (date(2027, 2, 7), date(2027, 2, 8), 7),
        (date(2027, 2, 8), date(2027, 2, 8), None),
        (date(2027, 2, 9), date(2027, 2, 9), None),
        (date(2027, 2, 13), date(2027, 2, 14), 1),
        (date(2027, 2, 14), date(2027, 2, 14), None),
    ],
)
def test_who_has_the_place_since_that_day_or_later_needs_no_reminder(since: date, today: date, due: int | None) -> None:
    assert course_reminder(FIRST, since=since, today=today) == due


@pytest.mark.parametrize(
    ("today", "due"),
    [
        (date(2026, 12, 10), None), (date(2026, 12, 11), 10), (date(2026, 12, 21), 10), (date(2026, 12, 22), 3),
        (date(2026, 12, 28), 3), (date(2026, 12, 29), 0), (date(2026, 12, 30), 0),
    ],
)  # fmt: skip
def test_a_booker_is_reminded_ten_and_three_working_days_before_across_christmas(today: date, due: int | None) -> None:
    assert naming_reminder(date(2026, 12, 29), since=LONG_AGO, today=today) == due


@pytest.mark.parametrize(
    ("since", "today", "due"),
    [
        (date(2026, 12, 21), date(2026, 12, 22), 3),
        (date(2026, 12, 22), date(2026, 12, 22), None),
        (date(2026, 12, 29), date(2026, 12, 29), None),
    ],
)
def test_who_booked_on_a_reminders_day_does_not_get_that_one(since: date, today: date, due: int | None) -> None:
    assert naming_reminder(date(2026, 12, 29), since=since, today=today) == due


@pytest.mark.parametrize(
    ("ended", "today", "is_late"),
    [
        (date(2027, 2, 11), date(2027, 2, 11), False),
        (date(2027, 2, 11), date(2027, 2, 12), True),
        (date(2027, 2, 12), date(2027, 2, 14), False),
        (date(2027, 2, 12), date(2027, 2, 15), True),
        (date(2026, 12, 24), date(2026, 12, 28), False),
        (date(2026, 12, 24), date(2026, 12, 29), True),
    ],
)
def test_a_register_is_late_from_the_first_working_day_after(ended: date, today: date, is_late: bool) -> None:
    assert is_register_late(ended, today=today) is is_late


@pytest.mark.parametrize(
    ("since", "today", "is_ending"),
    [
        (date(2027, 2, 10), date(2027, 2, 14), False),
        (date(2027, 2, 10), date(2027, 2, 15), True),
        (date(2027, 2, 10), date(2027, 2, 16), False),
        (date(2027, 2, 15), date(2027, 2, 15), False),
    ],
)
def test_a_hold_is_ending_on_its_last_day_unless_it_began_then(since: date, today: date, is_ending: bool) -> None:
    assert is_hold_ending(FIRST, since=since, today=today) is is_ending
