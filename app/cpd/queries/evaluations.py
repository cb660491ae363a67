"""What those who came thought of a run and of a course, in sum, and what the link to say so opens."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select

from app.cpd.models import Attendance, Evaluation, Place, Run
from app.cpd.queries.delegate_places import find_delegate_place
from app.cpd.queries.registers import marks_of
from app.cpd.rules.evaluations import (
    FEWEST_RATED,
    FEWEST_SHOWN,
    CannotEvaluate,
    check_can_evaluate,
    may_evaluate,
    shown_runs,
)
from app.cpd.values import Mark, PlaceState
from app.cpd.values.delegates import DelegatePlace
from app.cpd.values.evaluations import EVALUATION_LINK, Evaluations, Statement, StatementCounts, average
from app.kernel import signing
from app.kernel.database import session


def open_evaluation(token: str, *, at: datetime) -> DelegatePlace:
    """The place whose course a link lets somebody evaluate.

    Raises LinkUnreadable, LinkExpired from the second at which it runs out, AlreadyEvaluated, or CannotEvaluate.
    """
    facts = signing.read(EVALUATION_LINK, token, at=at, ask="whoever gave the course")
    place = find_delegate_place(int(facts["place"]))
    if place is None or place.delegate.id != int(facts["delegate"]):
        raise CannotEvaluate("This place was given to somebody else, who can say what they thought of the course.")
    check_can_evaluate(
        place.run,
        state=place.state,
        marks=marks_of([place.place_id]).get(place.place_id, {}),
        sessions=len(place.session_ids),
        is_done=_is_done(place.place_id),
        at=at,
    )
    return place


def is_to_evaluate(place: DelegatePlace, *, at: datetime) -> bool:
    """Whether somebody may say now what they thought of their course, and has not yet."""
    return may_evaluate(
        place.run,
        state=place.state,
        marks=marks_of([place.place_id]).get(place.place_id, {}),
        sessions=len(place.session_ids),
        is_done=_is_done(place.place_id),
        at=at,
    )


def evaluations_of_run(run_id: int) -> Evaluations:
    """What was answered about a run: how often each answer, and the comments, once there are enough of them."""
    rows = _rows(select(Evaluation).where(Evaluation.run_id == run_id))
    came = _came([run_id])
    if len(rows) < FEWEST_SHOWN:
        return Evaluations(given=len(rows), came=came, held_back=len(rows))
    return _in_sum(rows, given=len(rows), came=came)


def evaluations_of_course(listing_id: int) -> Evaluations:
    """What was answered about every run of a course together.

    Runs with too few answers to be shown are among them only where together they have enough.
    """
    rows = _rows(select(Evaluation).where(Evaluation.listing_id == listing_id))
    runs = list(session().scalars(select(Run.id).where(Run.listing_id == listing_id)))
    shown = shown_runs(Counter(row.run_id for row in rows))
    seen = [row for row in rows if row.run_id in shown]
    came = _came(runs)
    if len(seen) < FEWEST_SHOWN:
        return Evaluations(given=len(rows), came=came, held_back=len(rows))
    return _in_sum(seen, given=len(rows), came=came)


def course_rating(listing_id: int) -> tuple[float, int] | None:
    """What a course is worth to those who came, 1 to 5 to one decimal, and how many said; None below five answers."""
    return course_ratings([listing_id]).get(listing_id)


def course_ratings(listing_ids: Iterable[int]) -> dict[int, tuple[float, int]]:
    """The ratings of courses in one batch; one with fewer than five answers is missing."""
    query = (
        select(Evaluation.listing_id, Evaluation.overall, func.count())
        .where(Evaluation.listing_id.in_(set(listing_ids)))
        .group_by(Evaluation.listing_id, Evaluation.overall)
    )
    counts: dict[int, Counter[int]] = {}
    for listing_id, score, count in session().execute(query):
        counts.setdefault(listing_id, Counter())[score] += count
    found = {}
    for listing_id, scores in counts.items():
        mean = average(scores)
        if mean is not None and scores.total() >= FEWEST_RATED:
            found[listing_id] = mean, scores.total()
    return found


def _rows(query: Select[Evaluation]) -> Sequence[Evaluation]:
    return session().scalars(query.order_by(Evaluation.id)).all()


def _in_sum(rows: Sequence[Evaluation], *, given: int, came: int) -> Evaluations:
    scores = [{**row.scores, Statement.OVERALL.value: row.overall} for row in rows]
    statements = tuple(
        StatementCounts(each, Counter(row[each.value] for row in scores if each.value in row)) for each in Statement
    )
    comments = sorted((row.comment for row in rows if row.comment), key=str.casefold)
    return Evaluations(given, came, statements, tuple(comments), held_back=given - len(rows))


def _came(run_ids: Sequence[int]) -> int:
    """How many came by the registers; of a run without any mark, how many were booked."""
    booked = (Place.run_id.in_(run_ids), Place.state == PlaceState.BOOKED)
    marked = select(Attendance.place_id).join(Place, Place.id == Attendance.place_id).where(*booked)
    came = marked.where(Attendance.mark != Mark.ABSENT)
    with_marks = select(Place.run_id).where(Place.id.in_(marked))
    counted = Place.id.in_(came) | Place.run_id.not_in(with_marks)
    return session().scalar(select(func.count(Place.id)).where(*booked, counted)) or 0


def _is_done(place_id: int) -> bool:
    return session().scalar(select(Place.evaluated_at).where(Place.id == place_id)) is not None
