"""The provider's pages of a run: adding one, changing it. Sessions are added and removed by buttons of the form."""

from collections.abc import Sequence
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cpd import actions, queries, rules
from app.cpd.forms.runs import RunForm, Typed, with_session_added, without_session
from app.cpd.queries.runs_places import buyers_of_run
from app.cpd.values import CourseValue, RunValue
from app.cpd.views import bp
from app.cpd.views.runs_fields import (
    Choices,
    Fields,
    blank_session,
    choices_shown,
    choices_typed,
    like,
    run_fields,
    school_found,
    session_fields,
)
from app.kernel.clock import london_date
from app.kernel.errors import Refused
from app.listings import rules as listing_rules
from app.listings.rules import Incomplete
from app.listings.values import ListingState
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now


class Worked(NamedTuple):
    """What was typed after a button of the form did its work, and what to say of it; `saves` where it was Save."""

    typed: Typed
    choices: Choices
    told: str = ""
    saves: bool = False


@bp.route("/courses/<reference>/runs/new", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def add_run(reference: str) -> ResponseReturnValue:
    """Add a run to a course; one like another begins with what that one has, but for its dates."""
    course = queries.get_own_course(actor().trust, reference)
    listing_rules.check_can_change(course.listing.state)
    if request.method == "GET":
        return _form(_begun(course), course, None)
    worked = _work()
    form = RunForm(worked.choices.of, typed=worked.typed)
    if not worked.saves or not form.validate():
        return _form(form, course, None, worked)
    try:
        run = actions.add_run(course_reference=reference, draft=form.draft, actor=actor(), at=now())
    except Incomplete as incomplete:
        return _refused(form, incomplete.faults, course, None)
    is_draft = course.listing.state is ListingState.DRAFT
    flash("Run added. Publish the course when it is ready." if is_draft else "Run added. Trusts can now book it.")
    return _saved(rules.run_warnings(form.draft), run)


@bp.route("/runs/<reference>/change", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def change_run(reference: str) -> ResponseReturnValue:
    """Change a run; somebody else's change meanwhile is told."""
    run = queries.get_own_run(actor().trust, reference)
    rules.check_can_change_run(run, now())
    course = queries.courses_by_id([run.listing_id])[run.listing_id]
    if request.method == "GET":
        return _form(_shown(run_fields(run), [session_fields(each) for each in run.sessions]), course, run)
    worked = _work()
    form = RunForm(worked.choices.of, typed=worked.typed)
    if not worked.saves or not form.validate():
        return _form(form, course, run, worked)
    try:
        warnings = actions.change_run(
            reference=reference, draft=form.draft, version=form.version.number, actor=actor(), at=now()
        )
    except Incomplete as incomplete:
        return _refused(form, incomplete.faults, course, run)
    except rules.RunOutdated as outdated:
        form.version.show(run.version)
        return _refused(form, [outdated], course, run, outdated=True)
    flash("Changes saved")
    return _saved(warnings, reference)


def _begun(course: CourseValue) -> RunForm:
    wanted = request.args.get("like", "").replace("\0", "")
    if not wanted:
        return _shown({}, [blank_session(course.particulars.format)])
    run = queries.get_own_run(actor().trust, wanted)
    fields = {"name": run.name, "minimum_places": run.minimum_places}
    return _shown(fields, [like(each) for each in run.sessions])


def _shown(fields: Fields, sessions: Sequence[Fields]) -> RunForm:
    choices = choices_shown(actor().trust, london_date(now()), sessions)
    return RunForm(choices.of, sessions=sessions, data=fields)


def _work() -> Worked:
    """Do what the button pressed does to the form: add, remove, find; or leave it to be saved."""
    typed: Typed = request.form
    told, saves = "", False
    if "add" in typed:
        typed, told = with_session_added(typed), "Enter the date of the session that you added."
    elif "remove" in typed:
        typed = without_session(typed, typed.get("remove", 0, type=int))
        told = "Session removed. Nothing is saved until you save this run."
    elif "find" in typed:
        typed, told = school_found(typed, typed.get("find", 1, type=int))
    else:
        saves = True
    return Worked(typed, choices_typed(actor().trust, london_date(now()), typed), told, saves)


def _refused(
    form: RunForm, faults: Sequence[Refused], course: CourseValue, run: RunValue | None, *, outdated: bool = False
) -> ResponseReturnValue:
    for fault in faults:
        form.refuse(fault)
    return _form(form, course, run, outdated=outdated)


def _form(
    form: RunForm, course: CourseValue, run: RunValue | None, worked: Worked | None = None, *, outdated: bool = False
) -> ResponseReturnValue:
    page = render_template(
        "cpd/run_form.html",
        form=form,
        course=course,
        run=run,
        told=worked.told if worked else "",
        fixed=run is not None and bool(buyers_of_run(run.id)),
        outdated=outdated,
    )
    return page, 422 if form.error_list else 200


def _saved(warnings: Sequence[str], run: str) -> ResponseReturnValue:
    for warning in warnings:
        flash(f"{warning}. Change the run if you did not mean that.", "notice")
    return redirect(url_for("cpd.show_run", reference=run), 303)
