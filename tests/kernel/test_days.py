from datetime import UTC, date, datetime

import pytest

from app.kernel.clock import accounting_year, london_date, midnight
from app.kernel.working_days import UNITED_KINGDOM, add_working_days, is_working_day


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),
        (date(2026, 12, 28), False),
        (date(2026, 12, 29), True),
        (date(2026, 4, 3), False),
        (date(2026, 4, 6), False),
        (date(2026, 11, 30), True),
    ],
)
def test_working_days_follow_englands_bank_holidays(day: date, working: bool) -> None:
    assert is_working_day(day) is working


def test_saint_andrews_day_is_no_working_day_of_the_united_kingdom() -> None:
    assert not is_working_day(date(2026, 11, 30), nations=UNITED_KINGDOM)


def test_counting_working_days_leaves_out_the_day_itself_and_the_holidays() -> None:
    assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)
    assert add_working_days(date(2026, 11, 20), 10) == date(2026, 12, 4)


@pytest.mark.parametrize(("day", "year"), [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026)])
def test_the_accounting_year_turns_on_the_first_of_september(day: date, year: int) -> None:
    assert accounting_year(day) == year


def test_a_summer_evening_in_utc_is_the_next_day_in_england() -> None:
    assert london_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("day", "begins"),
    [
        (date(2027, 1, 4), datetime(2027, 1, 4, tzinfo=UTC)),
        (date(2027, 7, 1), datetime(2027, 6, 30, 23, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, tzinfo=UTC)),
    ],
)
def test_a_day_begins_by_the_clocks_of_england(day: date, begins: datetime) -> None:
    assert midnight(day) == begins
    assert london_date(midnight(day)) == day
