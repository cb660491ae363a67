"""Saying what one thought of a course by a signed link, and what its provider sees of that."""

from collections.abc import Sequence

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cpd import actions, plots, queries
from app.cpd.forms.evaluations import EvaluationForm
from app.cpd.queries.evaluations import evaluations_of_course, evaluations_of_run, open_evaluation
from app.cpd.rules.evaluations import FEWEST_SHOWN, AlreadyEvaluated, CannotEvaluate
from app.cpd.rules.retention import Kept, period_on
from app.cpd.values.evaluations import SCALE, Evaluations
from app.cpd.views import bp
from app.extensions import limiter
from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.kernel.signing import LinkExpired, LinkUnreadable
from app.trusts.values import Permission
from app.web.access import actor, needs, public
from app.web.clock import now
from app.web.downloads import Cell, csv_download
from app.web.drawings import drawing
from app.web.private import kept_private

GONE, UNKNOWN = 410, 404
HEADINGS: dict[type[Refused], str] = {
    LinkUnreadable: "This link does not work",
    LinkExpired: "This link has run out",
    AlreadyEvaluated: "You have answered already",
}
REFUSALS = (LinkExpired, LinkUnreadable, CannotEvaluate)


@bp.route("/evaluate/<token>", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute")
def evaluate(token: str) -> ResponseReturnValue:
    """Say what one thought of a course; the answers are kept without a name."""
    try:
        place, form = open_evaluation(token, at=now()), EvaluationForm()
        if form.validate_on_submit():
            actions.evaluate(token=token, scores=form.scores, comment=form.comment.data, at=now())
            return redirect(url_for("cpd.evaluated"), 303)
    except REFUSALS as refused:
        heading = HEADINGS.get(type(refused), "You cannot evaluate this course")
        page = render_template("cpd/evaluate_not_usable.html", heading=heading, message=refused.message)
        return kept_private(page, UNKNOWN if isinstance(refused, LinkUnreadable) else GONE)
    years = period_on(Kept.COMMENT, london_date(now())).years
    page = render_template("cpd/evaluate.html", form=form, place=place, fewest=FEWEST_SHOWN, years=years)
    return kept_private(page, 422 if form.errors else 200)


@bp.get("/evaluate/thank-you")
@public
def evaluated() -> ResponseReturnValue:
    """The answers are in."""
    return kept_private(render_template("cpd/evaluated.html"))


@bp.get("/runs/<reference>/evaluations")
@needs(Permission.POST_CPD)
def run_evaluations(reference: str) -> ResponseReturnValue:
    """What those who came to a run thought of it."""
    run = queries.get_own_run(actor().trust, reference)
    course = queries.courses_by_id([run.listing_id])[run.listing_id]
    return _shown(
        f"evaluations-{reference}",
        evaluations_of_run(run.id),
        course=course,
        run=run,
        plot=url_for("cpd.run_evaluations_plot", reference=reference),
    )


@bp.get("/courses/<reference>/evaluations")
@needs(Permission.POST_CPD)
def course_evaluations(reference: str) -> ResponseReturnValue:
    """What those who came to any run of a course thought of it."""
    course = queries.get_own_course(actor().trust, reference)
    return _shown(
        f"evaluations-{reference}",
        evaluations_of_course(course.listing.id),
        course=course,
        run=None,
        plot=url_for("cpd.course_evaluations_plot", reference=reference),
    )


@bp.get("/runs/<reference>/evaluations/plot.svg")
@needs(Permission.POST_CPD)
def run_evaluations_plot(reference: str) -> ResponseReturnValue:
    """The counts of a run as bars."""
    return _plot(evaluations_of_run(queries.get_own_run(actor().trust, reference).id))


@bp.get("/courses/<reference>/evaluations/plot.svg")
@needs(Permission.POST_CPD)
def course_evaluations_plot(reference: str) -> ResponseReturnValue:
    """The counts of a course as bars."""
    return _plot(evaluations_of_course(queries.get_own_course(actor().trust, reference).listing.id))


def _plot(found: Evaluations) -> Response:
    if not found.statements:
        raise NotFound("too few answers to draw")
    rows = tuple((each.statement.label, each.row) for each in found.statements)
    return drawing(plots.answers_svg(rows, tuple(SCALE.values())))


def _shown(name: str, found: Evaluations, **about: object) -> ResponseReturnValue:
    asked = request.args.get("format")
    if asked == "csv" and found.statements:
        return csv_download(name, ["Statement", *SCALE.values(), "Answers", "Average"], _counts(found))
    if asked == "comments" and found.comments:
        return csv_download(f"{name}-comments", ["Comment"], [[each] for each in found.comments])
    return render_template("cpd/evaluations.html", found=found, scale=SCALE, fewest=FEWEST_SHOWN, **about)


def _counts(found: Evaluations) -> list[Sequence[Cell]]:
    return [[each.statement.label, *each.row, each.answers, f"{each.average}"] for each in found.statements]
