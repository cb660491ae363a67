"""Absences lie within the term, and on each day there is one."""

from datetime import date

import pytest

from app.kernel.errors import Refused
from app.secondments.rules import absences as rules
from app.secondments.rules.agreements import MovedOn, NotThisParty
from app.secondments.values import AbsenceValue, Party, SecondmentState
from tests.clock import START
from tests.secondments.along_makers import held_value

MARCH = AbsenceValue(1, date(2027, 3, 1), date(2027, 3, 5), 7, START)
STILL = AbsenceValue(2, date(2027, 5, 10), None, 7, START)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (date(2027, 1, 3), date(2027, 1, 8), "first_date"),
        (date(2027, 1, 4), date(2027, 1, 8), None),
        (date(2027, 2, 1), date(2027, 1, 31), "last_date"),
        (date(2027, 2, 1), date(2027, 2, 1), None),
        (date(2027, 2, 22), date(2027, 2, 28), None),
        (date(2027, 2, 22), date(2027, 3, 1), "first_date"),
        (date(2027, 3, 5), date(2027, 3, 8), "first_date"),
        (date(2027, 3, 6), date(2027, 5, 9), None),
        (date(2027, 3, 6), None, "first_date"),
        (date(2027, 5, 9), date(2027, 5, 10), "first_date"),
        (date(2027, 7, 23), date(2027, 7, 23), "first_date"),
    ],
)
def test_an_absence_lies_within_the_term_and_meets_no_other(first: date, last: date | None, field: str | None) -> None:
    if field is None:
        rules.check_absence(held_value(), first, last, [MARCH, STILL])
    else:
        with pytest.raises(Refused) as refused:
            rules.check_absence(held_value(), first, last, [MARCH, STILL])
        assert refused.value.field == field


@pytest.mark.parametrize(
    ("first", "last", "good"),
    [
        (date(2027, 7, 23), date(2027, 7, 23), True),
        (date(2027, 7, 23), date(2027, 7, 24), False),
        (date(2027, 7, 24), None, False),
        (date(2027, 7, 20), None, True),
    ],
)
def test_no_absence_goes_beyond_the_last_day(first: date, last: date | None, good: bool) -> None:
    if good:
        rules.check_absence(held_value(), first, last, [])
    else:
        with pytest.raises(Refused, match="It ends on 23 July 2027"):
            rules.check_absence(held_value(), first, last, [])


def test_the_host_records_what_has_begun_and_closes_what_is_open() -> None:
    for state in SecondmentState:
        held = held_value(state=state)
        if state in {SecondmentState.RUNNING, SecondmentState.ENDED}:
            rules.check_can_record(held, Party.HOST, today=date(2027, 7, 1))
        else:
            with pytest.raises(MovedOn):
                rules.check_can_record(held, Party.HOST, today=date(2027, 7, 1))
    with pytest.raises(NotThisParty):
        rules.check_can_record(held_value(), Party.HOME, today=date(2027, 7, 1))
    rules.check_can_close(STILL)
    with pytest.raises(MovedOn):
        rules.check_can_close(MARCH)


def test_absences_are_recorded_until_four_weeks_after_the_end() -> None:
    rules.check_can_record(held_value(), Party.HOST, today=date(2027, 8, 20))
    with pytest.raises(MovedOn, match="until 20 August 2027"):
        rules.check_can_record(held_value(), Party.HOST, today=date(2027, 8, 21))
