"""When the three say how it goes, and who reads what."""

from datetime import date

import pytest

from app.kernel.errors import Refused
from app.secondments.rules import reviews as rules
from app.secondments.values import Going, Party, ReviewKind, ReviewValue, SecondmentState
from tests.clock import START
from tests.secondments.along_makers import held_value

MID, END = ReviewKind.MIDPOINT, ReviewKind.END


def review(kind: ReviewKind, party: Party) -> ReviewValue:
    return ReviewValue(kind, party, Going.WELL, "", None, START)


@pytest.mark.parametrize(
    ("start", "last", "middle", "end"),
    [
        (date(2027, 1, 4), date(2027, 7, 23), date(2027, 4, 14), date(2027, 7, 9)),
        (date(2027, 1, 4), date(2027, 1, 6), date(2027, 1, 5), date(2027, 1, 5)),
        (date(2027, 1, 4), date(2027, 1, 7), date(2027, 1, 5), date(2027, 1, 5)),
        (date(2027, 1, 4), date(2027, 1, 4), date(2027, 1, 4), date(2027, 1, 4)),
        # Good Friday, Easter Monday and the early May bank holiday are no working days.
        (date(2027, 1, 4), date(2027, 4, 5), date(2027, 2, 18), date(2027, 3, 18)),
    ],
)
def test_reviews_open_in_the_middle_and_ten_working_days_before_the_end(
    start: date, last: date, middle: date, end: date
) -> None:
    assert rules.opens_on(MID, start, last) == middle
    assert rules.opens_on(END, start, last) == end


@pytest.mark.parametrize(
    ("kind", "state", "today", "good"),
    [
        (MID, SecondmentState.RUNNING, date(2027, 4, 13), False),
        (MID, SecondmentState.RUNNING, date(2027, 4, 14), True),
        (MID, SecondmentState.ENDED, date(2027, 8, 1), False),
        (END, SecondmentState.RUNNING, date(2027, 7, 8), False),
        (END, SecondmentState.RUNNING, date(2027, 7, 9), True),
        (END, SecondmentState.ENDED, date(2027, 8, 1), True),
        (END, SecondmentState.AGREED, date(2027, 8, 1), False),
    ],
)
def test_a_review_is_given_from_its_day_on(kind: ReviewKind, state: SecondmentState, today: date, good: bool) -> None:
    assert rules.may_give(held_value(state=state), kind, Party.HOST, [], today=today) is good


def test_each_party_gives_each_review_once() -> None:
    given, today = [review(MID, Party.HOST)], date(2027, 7, 9)
    assert not rules.may_give(held_value(), MID, Party.HOST, given, today=today)
    assert rules.may_give(held_value(), MID, Party.HOME, given, today=today)
    assert rules.may_give(held_value(), END, Party.HOST, given, today=today)


def test_the_others_reviews_are_read_once_one_has_given_ones_own() -> None:
    given = [review(END, Party.HOME), review(MID, Party.SECONDEE), review(MID, Party.HOME)]
    assert [(each.kind, each.party) for each in rules.readable(given, Party.HOME)] == [
        (MID, Party.HOME),
        (MID, Party.SECONDEE),
        (END, Party.HOME),
    ]
    assert [each.kind for each in rules.readable(given, Party.SECONDEE)] == [MID, MID]
    assert rules.readable(given, Party.HOST) == []


@pytest.mark.parametrize(("length", "good"), [(0, True), (2_000, True), (2_001, False)])
def test_what_is_written_may_be_left_out_and_has_an_end(length: int, good: bool) -> None:
    if good:
        assert rules.tidy_text(f"{'x' * length}\r\n") == "x" * length
    else:
        with pytest.raises(Refused):
            rules.tidy_text("x" * length)
