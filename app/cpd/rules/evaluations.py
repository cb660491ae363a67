"""When a course may be evaluated, and from how many answers on they are shown."""

from collections.abc import Mapping
from datetime import datetime

from app.cpd.values import Mark, PlaceState, RunValue
from app.cpd.values.evaluations import EVALUATION_LASTS, SCALE, Statement
from app.kernel.errors import Refused

FEWEST_SHOWN = 3
FEWEST_RATED = 5
LONGEST_COMMENT = 2_000


class CannotEvaluate(Refused):
    """This place has nothing to say of the course."""


class AlreadyEvaluated(CannotEvaluate):
    """The answers of this place were given before."""

    def __init__(self) -> None:
        super().__init__("You have told us what you thought of this course. Each link works once.")


class Unanswered(Refused):
    """A statement has no answer, or the comment is too long; `field` says which."""


def check_answers(scores: Mapping[Statement, int], comment: str) -> None:
    """Raises Unanswered unless every statement has an answer of the scale and the comment is not too long."""
    for each in Statement:
        if scores.get(each) not in SCALE:
            raise Unanswered(f"Choose an answer for “{each.label}”", field=each.value)
    if len(comment.strip()) > LONGEST_COMMENT:
        raise Unanswered(f"Enter a comment of {LONGEST_COMMENT:,} characters or fewer", field="comment")


def evaluated_until(run: RunValue) -> datetime:
    """The moment, in UTC, from which a run is not evaluated any more."""
    return run.ends_at + EVALUATION_LASTS


def may_evaluate(
    run: RunValue, *, state: PlaceState, marks: Mapping[int, Mark], sessions: int, is_done: bool, at: datetime
) -> bool:
    """Whether somebody who had a place on a run may say now what they thought of it."""
    try:
        check_can_evaluate(run, state=state, marks=marks, sessions=sessions, is_done=is_done, at=at)
    except CannotEvaluate:
        return False
    return at < evaluated_until(run)


def check_can_evaluate(
    run: RunValue, *, state: PlaceState, marks: Mapping[int, Mark], sessions: int, is_done: bool, at: datetime
) -> None:
    """A course is evaluated once by each place, after its end, unless the register says that nobody came.

    Raises CannotEvaluate, or AlreadyEvaluated. `sessions` is how many the place was for.
    """
    if is_done:
        raise AlreadyEvaluated
    if state is not PlaceState.BOOKED:
        raise CannotEvaluate("This place was given back, so there is nothing to evaluate.")
    if run.closed_at is None and not run.is_over(at):
        raise CannotEvaluate("This course is not over yet. Open this link again after its last session.")
    if len(marks) == sessions and not any(each.came for each in marks.values()):
        raise CannotEvaluate("The register says that you did not come. If you did, tell whoever gave the course.")


def shown_runs(given: Mapping[int, int]) -> set[int]:
    """Which runs' answers may be added up for a whole course, by how many each run has.

    Runs with so few answers that they are not shown alone are in the sum only where together they are enough:
    otherwise what the sum has more than the runs that are shown would be theirs.
    """
    few = {run_id for run_id, count in given.items() if count < FEWEST_SHOWN}
    enough = sum(given[run_id] for run_id in few) >= FEWEST_SHOWN
    return set(given) if enough else set(given) - few
