"""The days of an agreement: its years, its end, its notice, its answer."""

from datetime import date

import pytest

from app.services import rules


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        (date(2026, 9, 1), 1, date(2027, 8, 31)),
        (date(2026, 9, 1), 3, date(2029, 8, 31)),
        (date(2028, 2, 29), 1, date(2029, 2, 28)),
        (date(2027, 3, 1), 1, date(2028, 2, 29)),
        (date(2027, 1, 1), 2, date(2028, 12, 31)),
    ],
)
def test_an_agreement_ends_the_day_before_its_anniversary(start: date, years: int, end: date) -> None:
    assert rules.last_day(start, years) == end


@pytest.mark.parametrize(
    ("end", "months", "day"),
    [
        (date(2027, 8, 31), 0, date(2027, 8, 31)),
        (date(2027, 8, 31), 1, date(2027, 7, 31)),
        (date(2027, 8, 31), 3, date(2027, 5, 31)),
        (date(2027, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 11, 30), 3, date(2027, 8, 31)),
        (date(2027, 8, 30), 6, date(2027, 2, 27)),
        (date(2027, 1, 14), 2, date(2026, 11, 14)),
    ],
)
def test_notice_is_counted_in_whole_months_back_from_the_end(end: date, months: int, day: date) -> None:
    assert rules.last_day_for_notice(end, months) == day


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2026, 8, 31), []),
        (date(2026, 9, 1), [1]),
        (date(2027, 8, 31), [1]),
        (date(2027, 9, 1), [1, 2]),
        (date(2035, 9, 1), [1, 2, 3]),
    ],
)
def test_a_year_of_an_agreement_begins_on_its_anniversary(today: date, years: list[int]) -> None:
    assert rules.years_begun(date(2026, 9, 1), 3, today) == years


def test_a_provider_has_ten_working_days_and_is_reminded_on_the_eighth_across_christmas() -> None:
    sent = date(2026, 12, 17)
    assert rules.answer_by(sent) == date(2027, 1, 5)
    assert rules.remind_on(sent) == date(2026, 12, 31)
