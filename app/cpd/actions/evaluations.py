"""Keeping what somebody thought of a course, without who it was."""

from collections.abc import Mapping
from datetime import UTC, datetime, time

from sqlalchemy import update

from app.audit import actions as audit
from app.cpd.models import Evaluation, Place
from app.cpd.queries.evaluations import open_evaluation
from app.cpd.rules.evaluations import AlreadyEvaluated, check_answers
from app.cpd.rules.retention import Kept, erased_before
from app.cpd.values.evaluations import Statement
from app.kernel.clock import LONDON, london_date
from app.kernel.database import session


def evaluate(*, token: str, scores: Mapping[Statement, int], comment: str, at: datetime) -> None:
    """Keep the answers of whoever holds a link, once for their place: of two at once one.

    They are kept without the place, and the place only notes the day, so that no two times lead from one to the
    other. Raises LinkUnreadable, LinkExpired, CannotEvaluate, AlreadyEvaluated, or Unanswered.
    """
    place = open_evaluation(token, at=at)
    check_answers(scores, comment)
    today = london_date(at)
    noted = session().execute(
        update(Place)
        .where(Place.id == place.place_id, Place.evaluated_at.is_(None))
        .values(evaluated_at=datetime.combine(today, time(), LONDON).astimezone(UTC))
        .execution_options(synchronize_session=False)
    )
    if getattr(noted, "rowcount", 0) != 1:
        raise AlreadyEvaluated
    session().add(
        Evaluation(
            run_id=place.run.id,
            listing_id=place.listing_id,
            overall=scores[Statement.OVERALL],
            scores={each.value: scores[each] for each in Statement if each is not Statement.OVERALL},
            comment=comment.strip(),
            given_date=today,
        )
    )
    session().flush()
    subject, concerns = place.run.reference, [place.provider_id]
    audit.record(actor=None, verb="cpd.evaluation_given", subject=subject, at=at, concerns=concerns)


def erase_old_comments(*, at: datetime) -> int:
    """Erase what was written of courses once it is kept no longer; returns how many. See rules/retention.toml.

    The answers stay, in figures.
    """
    before = erased_before(Kept.COMMENT, london_date(at))
    old = update(Evaluation).where(Evaluation.given_date < before, Evaluation.comment != "").values(comment="")
    return int(getattr(session().execute(old.execution_options(synchronize_session=False)), "rowcount", 0))
