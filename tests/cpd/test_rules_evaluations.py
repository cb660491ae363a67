"""When a course is evaluated, which answers are shown, and how they are averaged."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.cpd.rules.evaluations import (
    AlreadyEvaluated,
    CannotEvaluate,
    Unanswered,
    check_answers,
    check_can_evaluate,
    may_evaluate,
    shown_runs,
)
from app.cpd.values import Mark, PlaceState
from app.cpd.values.evaluations import Evaluations, Statement, average
from tests.cpd.test_rules_registers import RUN, SECOND

GOOD = dict.fromkeys(Statement, 4)


@pytest.mark.parametrize(("days", "may"), [(timedelta(days=60) - SECOND, True), (timedelta(days=60), False)])
def test_a_course_is_evaluated_until_60_days_after_its_end(days: timedelta, may: bool) -> None:
    at = RUN.ends_at + days
    assert may_evaluate(RUN, state=PlaceState.BOOKED, marks={}, sessions=2, is_done=False, at=at) is may


@pytest.mark.parametrize(
    ("run", "state", "marks", "is_done", "says"),
    [
        (RUN, PlaceState.BOOKED, {}, True, "Each link works once"),
        (RUN, PlaceState.ENDED, {}, False, "given back"),
        (RUN, PlaceState.BOOKED, {1: Mark.ABSENT, 2: Mark.ABSENT}, False, "you did not come"),
    ],
)
def test_only_who_came_evaluates_and_once(
    run: object, state: PlaceState, marks: dict[int, Mark], is_done: bool, says: str
) -> None:
    with pytest.raises(CannotEvaluate, match=says):
        check_can_evaluate(RUN, state=state, marks=marks, sessions=2, is_done=is_done, at=RUN.ends_at)


def test_a_course_is_evaluated_from_its_end_or_once_its_register_is_finished() -> None:
    before = RUN.ends_at - SECOND
    with pytest.raises(CannotEvaluate, match="not over yet"):
        check_can_evaluate(RUN, state=PlaceState.BOOKED, marks={}, sessions=2, is_done=False, at=before)
    closed = replace(RUN, closed_at=before)
    check_can_evaluate(closed, state=PlaceState.BOOKED, marks={2: Mark.LATE}, sessions=2, is_done=False, at=before)
    assert issubclass(AlreadyEvaluated, CannotEvaluate)


@pytest.mark.parametrize("score", [0, 6, None])
def test_every_statement_needs_an_answer_of_the_scale(score: int | None) -> None:
    check_answers(GOOD, "")
    with pytest.raises(Unanswered) as refused:
        check_answers({**GOOD, Statement.LEVEL: score}, "")  # type: ignore[dict-item]
    assert refused.value.field == "level"


def test_a_comment_has_2000_characters_at_most() -> None:
    check_answers(GOOD, "x" * 2000)
    with pytest.raises(Unanswered, match="2,000"):
        check_answers(GOOD, "x" * 2001)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, set()),
        ({1: 2}, set()),
        ({1: 3}, {1}),
        ({1: 5, 2: 2}, {1}),
        ({1: 5, 2: 2, 3: 1}, {1, 2, 3}),
        ({1: 1, 2: 1}, set()),
        ({1: 1, 2: 2}, {1, 2}),
    ],
)
def test_what_a_sum_has_more_than_the_runs_shown_is_never_of_fewer_than_three(
    given: dict[int, int], shown: set[int]
) -> None:
    assert shown_runs(given) == shown


@pytest.mark.parametrize(
    ("counts", "mean"), [({}, None), ({5: 1}, 5.0), ({4: 3, 5: 1}, 4.3), ({1: 19, 2: 1}, 1.1), ({4: 2, 5: 1}, 4.3)]
)
def test_an_average_is_rounded_half_up_to_one_decimal(counts: dict[int, int], mean: float | None) -> None:
    assert average(counts) == mean


def test_the_rate_of_answers_is_a_whole_per_cent() -> None:
    assert [Evaluations(given, came).rate for given, came in ((1, 3), (2, 3), (1, 200), (0, 0))] == [33, 67, 1, 0]
