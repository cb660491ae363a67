"""On which day a secondment may end, and until when it may be extended."""

from datetime import date, timedelta

import pytest

from app.kernel.errors import Refused
from app.secondments.rules import endings as rules
from app.secondments.rules.agreements import MovedOn, NotThisParty
from app.secondments.values import EarlyEndValue, ExtensionValue, Party, SecondmentState, WhyEnded
from tests.clock import START
from tests.secondments.along_makers import held_value
from tests.secondments.makers import ENDS, STARTS

TODAY = date(2027, 3, 1)
WEEKS = 4


def refusal(last: date, why: WhyEnded = WhyEnded.EARLY_HOST, *, shorter: bool = False, today: date = TODAY) -> str:
    try:
        rules.check_last_date(held_value(), last, why, today=today, notice_weeks=WEEKS, shorter=shorter)
    except Refused as refused:
        return type(refused).__name__ if refused.field == "last_date" else "beside another field"
    return ""


@pytest.mark.parametrize(
    ("last", "full", "short"),
    [
        (date(2027, 2, 28), "Refused", "Refused"),
        (date(2027, 3, 1), "TooShort", ""),
        (date(2027, 3, 28), "TooShort", ""),
        (date(2027, 3, 29), "", ""),
        (ENDS - timedelta(days=1), "", ""),
        (ENDS, "Refused", "Refused"),
        (ENDS + timedelta(days=1), "Refused", "Refused"),
    ],
)
def test_an_early_end_gives_the_notice_agreed_unless_both_trusts_agree_on_less(
    last: date, full: str, short: str
) -> None:
    assert refusal(last) == full
    assert refusal(last, shorter=True) == short


def test_a_permanent_post_may_begin_after_the_agreed_end_without_notice() -> None:
    late = ENDS - timedelta(days=3)
    assert refusal(ENDS, WhyEnded.PERMANENT, today=late) == ""
    assert refusal(ENDS - timedelta(days=1), WhyEnded.PERMANENT, today=late) == "TooShort"
    assert refusal(ENDS + timedelta(days=1), WhyEnded.PERMANENT, today=late) == "Refused"


def test_what_has_not_begun_ends_on_its_first_day_at_the_earliest() -> None:
    held, today = held_value(state=SecondmentState.AGREED, started_at=None), STARTS - timedelta(days=60)
    for last, good in ((STARTS - timedelta(days=1), False), (STARTS, True)):
        if good:
            rules.check_last_date(held, last, WhyEnded.EARLY_HOME, today=today, notice_weeks=WEEKS)
        else:
            with pytest.raises(Refused, match="before the first day"):
                rules.check_last_date(held, last, WhyEnded.EARLY_HOME, today=today, notice_weeks=WEEKS)


@pytest.mark.parametrize("state", list(SecondmentState))
def test_notice_is_given_of_what_is_agreed_or_under_way(state: SecondmentState) -> None:
    held = held_value(state=state)
    if state in {SecondmentState.AGREED, SecondmentState.RUNNING}:
        rules.check_can_end(held)
    else:
        with pytest.raises(MovedOn):
            rules.check_can_end(held)
    if state is SecondmentState.RUNNING:
        rules.check_can_make_permanent(held, Party.HOST)
        with pytest.raises(NotThisParty):
            rules.check_can_make_permanent(held, Party.HOME)
    else:
        with pytest.raises(MovedOn):
            rules.check_can_make_permanent(held, Party.HOST)


def test_one_question_waits_at_a_time_and_the_other_trust_answers_it() -> None:
    waiting = EarlyEndValue(1, Party.HOST, WhyEnded.EARLY_HOST, TODAY, 7, START)
    rules.check_can_ask(None)
    with pytest.raises(Refused, match="1 March 2027 is asked for already"):
        rules.check_can_ask(waiting)
    rules.check_can_answer(waiting, Party.HOME)
    with pytest.raises(NotThisParty):
        rules.check_can_answer(waiting, Party.HOST)
    with pytest.raises(MovedOn):
        rules.check_can_answer(None, Party.HOME)


@pytest.mark.parametrize(
    ("to", "good"),
    [
        (ENDS, False),
        (ENDS + timedelta(days=1), True),
        (date(2030, 1, 3), True),
        (date(2030, 1, 4), False),
    ],
)
def test_an_extension_is_to_a_day_after_the_end_within_three_years_of_the_first_day(to: date, good: bool) -> None:
    if good:
        rules.check_can_extend(held_value(), to, waiting=None, has_notice=False)
    else:
        with pytest.raises(Refused) as refused:
            rules.check_can_extend(held_value(), to, waiting=None, has_notice=False)
        assert refused.value.field == "to_date"


def test_nothing_is_extended_once_notice_was_given_or_while_a_question_waits() -> None:
    waiting = ExtensionValue(1, Party.HOME, date(2027, 8, 31), "Cover", 7, START)
    with pytest.raises(MovedOn):
        rules.check_can_extend(held_value(), None, waiting=None, has_notice=True)
    with pytest.raises(Refused, match="31 August 2027 is asked for already"):
        rules.check_can_extend(held_value(), None, waiting=waiting, has_notice=False)
    with pytest.raises(MovedOn):
        rules.check_can_extend(held_value(state=SecondmentState.ENDED), None, waiting=None, has_notice=False)


@pytest.mark.parametrize(("length", "good"), [(0, False), (1, True), (1_000, True), (1_001, False)])
def test_an_extension_is_asked_for_in_writing(length: int, good: bool) -> None:
    text = f" {'x' * length}\r\n"
    if good:
        assert rules.tidy_reason(text) == "x" * length
    else:
        with pytest.raises(Refused):
            rules.tidy_reason(text)
