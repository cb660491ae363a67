"""Finishes the registers of the demo's runs gone by, has them evaluated and charged, and cancels one to come."""

from datetime import date, datetime, time, timedelta

from app.cpd import actions as cpd
from app.cpd import queries
from app.cpd.values import Mark, PlaceValue
from app.cpd.values.evaluations import EVALUATION_LINK, Statement
from app.kernel import signing
from app.kernel.actor import Actor
from app.kernel.boards import jobs
from app.sandbox.demo.course_content import WrittenRun, course_content
from app.sandbox.demo.courses import Programme
from app.sandbox.demo.term import moment, working_day

NIGHT = time(6)
DAYS_TO_FINISH, DAYS_TO_EVALUATE = 1, 3
LINK_LASTS = timedelta(days=30)


def plan_ends(programme: Programme) -> None:
    """Put on the timeline what comes after a run gone by, and what is cancelled before it came."""
    for run in course_content().runs:
        if run.cancelled:
            programme.timeline.add(
                programme.ago(run, run.cancelled.ago),
                lambda at, run=run: _cancel(programme, run, at),  # type: ignore[misc]
            )
        elif run.is_past and not run.register_open:
            _plan_end(programme, run, max(programme.days_of(run)))


def _plan_end(programme: Programme, run: WrittenRun, last: date) -> None:
    add = programme.timeline.add
    add(moment(last + timedelta(days=1), NIGHT), jobs.periodic["cpd.charge_runs"].run)
    add(moment(working_day(last, DAYS_TO_FINISH)), lambda at: _finish(programme, run, at))
    add(moment(working_day(last, DAYS_TO_EVALUATE)), lambda at: _evaluate(programme, run, at))


def _finish(programme: Programme, run: WrittenRun, at: datetime) -> None:
    """Mark those who were late or absent, and finish the register with everybody else present."""
    reference, actor = programme.runs[run.key], _lead(programme, run)
    held, places = queries.get_run(reference), _places(programme, run)
    marks = {(places[who].id, held.sessions[0].id): Mark.LATE for who in run.late}
    for absence in run.absent:
        gone = [each.id for each in held.sessions if each.position in absence.sessions]
        marks |= {(places[absence.who].id, number): Mark.ABSENT for number in gone}
    cpd.mark(run_reference=reference, marks=marks, actor=actor, at=at)
    cpd.close_register(run_reference=reference, actor=actor, at=at, unmarked=Mark.PRESENT)


def _evaluate(programme: Programme, run: WrittenRun, at: datetime) -> None:
    places = _places(programme, run)
    for each in run.evaluations:
        token = _link_of(places[each.who], at)
        scores = dict(zip(Statement, each.scores, strict=True))
        cpd.evaluate(token=token, scores=scores, comment=each.comment, at=at)


def _link_of(place: PlaceValue, at: datetime) -> str:
    """What the link says that somebody who came was sent."""
    assert place.delegate is not None
    facts: signing.Facts = {"place": place.id, "delegate": place.delegate.id}
    return signing.sign(EVALUATION_LINK, facts, until=at + LINK_LASTS)


def _cancel(programme: Programme, run: WrittenRun, at: datetime) -> None:
    assert run.cancelled is not None
    reference, reason = programme.runs[run.key], run.cancelled.reason
    cpd.cancel_run(reference=reference, reason=reason, actor=_lead(programme, run), at=at)


def _places(programme: Programme, run: WrittenRun) -> dict[str, PlaceValue]:
    """Who had a booked place on a run, by name."""
    held = queries.list_places_of_run(queries.get_run(programme.runs[run.key]).id)
    return {each.delegate.name: each for each in held if each.delegate is not None and each.is_live}


def _lead(programme: Programme, run: WrittenRun) -> Actor:
    course = next(each for each in course_content().courses if each.key == run.course)
    return programme.acting(course.author, course.trust)
