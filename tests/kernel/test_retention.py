"""How long what is personal is kept, by the data of a day."""

from datetime import date
from enum import StrEnum
from pathlib import Path

import pytest

from app.kernel.retention import Period, Retention


class Kept(StrEnum):
    """What the file of this test says something of."""

    NAME = "name"
    WORDS = "words"


@pytest.fixture
def periods(tmp_path: Path) -> Retention:
    file = tmp_path / "retention.toml"
    rows = ("[[name]]\nfrom = 2026-09-01\nyears = 2\n", "[[words]]\nfrom = 2026-09-01\nmonths = 6\n")
    later = "[[words]]\nfrom = 2027-01-01\nmonths = 1\n"
    file.write_text("".join(f'{row}reason = "Why"\n' for row in (*rows, later)), "utf-8")
    return Retention(file)


@pytest.mark.parametrize(
    ("kept", "day", "months"),
    [
        (Kept.NAME, date(2026, 9, 1), 24),
        (Kept.WORDS, date(2020, 1, 1), 6),
        (Kept.WORDS, date(2026, 12, 31), 6),
        (Kept.WORDS, date(2027, 1, 1), 1),
    ],
)
def test_the_rule_of_the_day_counts_and_before_the_first_that_one(
    periods: Retention, kept: Kept, day: date, months: int
) -> None:
    assert periods.period_on(kept, day) == Period(months, "Why")


@pytest.mark.parametrize(
    ("kept", "today", "before"),
    [
        (Kept.NAME, date(2028, 2, 29), date(2026, 2, 28)),
        (Kept.WORDS, date(2026, 12, 31), date(2026, 6, 30)),
        (Kept.WORDS, date(2027, 1, 1), date(2026, 12, 1)),
        (Kept.WORDS, date(2027, 3, 31), date(2027, 2, 28)),
    ],
)
def test_a_month_that_is_shorter_ends_on_its_last_day(
    periods: Retention, kept: Kept, today: date, before: date
) -> None:
    assert periods.erased_before(kept, today) == before
