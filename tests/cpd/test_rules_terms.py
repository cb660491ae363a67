"""The terms of cancelling are said in dates."""

from datetime import date

import pytest

from app.cpd.rules.terms import cancelling_terms
from app.cpd.values import Band
from app.kernel.money import Money

BANDS = (Band(10, None, 0), Band(5, 9, 50), Band(0, 4, 100))
START = date(2026, 9, 21)


@pytest.mark.parametrize(
    ("today", "first"),
    [
        (date(2026, 7, 1), "Cancel by 7 September 2026: free."),
        (date(2026, 9, 6), "Cancel by 7 September 2026: free."),
        (date(2026, 9, 7), "Cancel today: free."),
        (date(2026, 9, 8), "Cancel by 14 September 2026: 50%, £60.00 a place."),
        (date(2026, 9, 15), "Cancel by 21 September 2026: 100%, £120.00 a place."),
        (date(2026, 9, 21), "Cancel today: 100%, £120.00 a place."),
    ],
)
def test_the_first_sentence_is_that_of_today(today: date, first: str) -> None:
    assert cancelling_terms(BANDS, 100, price=Money(120_00), start=START, today=today)[0] == first


def test_every_band_to_come_has_its_days_and_its_amount() -> None:
    assert cancelling_terms(BANDS, 75, price=Money(120_00), start=START, today=date(2026, 7, 1)) == [
        "Cancel by 7 September 2026: free.",
        "From 8 September 2026 to 14 September 2026: 50%, £60.00 a place.",
        "From 15 September 2026 to 21 September 2026: 100%, £120.00 a place.",
        "Not coming, without cancelling: 75%, £90.00 a place.",
    ]
