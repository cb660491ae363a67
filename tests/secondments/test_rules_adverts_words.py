"""What an advert says in a phrase."""

from datetime import date

import pytest

from app.kernel.money import Money
from app.secondments.rules.adverts_words import anonymous_name, price_words, when_words, working_words
from app.secondments.values import CostBasis, Fte, HalfTerm, Particulars, Pattern, Weekday, Working
from app.trusts.values import Region

START, END = date(2027, 1, 4), date(2027, 7, 23)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (Particulars(), ""),
        (Particulars(end_date=END), ""),
        (Particulars(start_date=START), "From 4 January 2027"),
        (Particulars(start_date=START, end_date=END), "From 4 January 2027 to 23 July 2027"),
        (Particulars(start_date=START, weeks=1), "From 4 January 2027 for 1 week"),
        (Particulars(start_date=START, weeks=28), "From 4 January 2027 for 28 weeks"),
    ],
)
def test_when_it_is_is_said_as_it_was_typed(typed: Particulars, words: str) -> None:
    assert when_words(typed) == words


@pytest.mark.parametrize(
    ("working", "words"),
    [
        (None, ""),
        (Working(), "Every working day, full time"),
        (Working(Pattern.WHOLE_WEEK, Fte(8_000)), "Every working day, 0.8 FTE"),
        (Working(Pattern.DAYS, Fte(2_000), frozenset({Weekday.FRIDAY})), "Fridays, 0.2 FTE"),
        (Working(Pattern.DAYS, Fte(6_000), frozenset({Weekday.FRIDAY, Weekday.MONDAY, Weekday.TUESDAY})),
         "Mondays, Tuesdays and Fridays, 0.6 FTE"),
        (Working(Pattern.DAYS), "Some days of the week, full time"),
        (Working(Pattern.HALF_TERMS), "Some half-terms, full time"),
        (Working(Pattern.HALF_TERMS, half_terms=frozenset({HalfTerm.SPRING_1, HalfTerm.SUMMER_2})),
         "First half of the spring term and second half of the summer term, full time"),
    ],
)  # fmt: skip
def test_how_the_work_lies_is_said_in_the_order_of_the_week_and_the_year(working: Working, words: str) -> None:
    assert working_words(working) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (Particulars(), ""),
        (Particulars(basis=CostBasis.RECIPROCAL), "Reciprocal"),
        (Particulars(basis=CostBasis.SHARE), "Share of cost"),
        (Particulars(basis=CostBasis.SHARE, share_percent=60), "60% of the cost"),
        (Particulars(basis=CostBasis.AT_COST, band_from=Money(1_00), band_to=Money(1_000_00)),
         "At cost, salary £1 to £1,000"),
        (Particulars(band_from=Money(30_000_00), band_to=Money(30_000_00)), "salary £30,000"),
    ],
)  # fmt: skip
def test_cost_and_salary_band_are_one_line(typed: Particulars, words: str) -> None:
    assert price_words(typed) == words


@pytest.mark.parametrize(
    ("regions", "words"),
    [
        ([Region.SOUTH_WEST], "A trust in the South West"),
        ([Region.LONDON], "A trust in London"),
        ([Region.YORKSHIRE_AND_THE_HUMBER], "A trust in Yorkshire and the Humber"),
        (list(Region), "A trust in England"),
    ],
)
def test_a_trust_that_may_not_be_named_is_one_of_its_region(regions: list[Region], words: str) -> None:
    assert anonymous_name(regions) == words
