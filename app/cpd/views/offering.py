"""The provider's pages: drafting, changing, publishing, closing and copying a course."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cpd import actions, queries
from app.cpd.forms import CourseForm, course_fields, new_course_fields
from app.cpd.values import CourseValue
from app.cpd.views import bp
from app.listings import rules as listing_rules
from app.listings.rules import Incomplete, Outdated
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now


@bp.route("/courses/new", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def draft_course() -> ResponseReturnValue:
    """Begin a course as a draft."""
    form = CourseForm(data=new_course_fields())
    if form.validate_on_submit():
        try:
            reference = actions.draft_course(shared=form.shared, particulars=form.particulars, actor=actor(), at=now())
        except Incomplete as incomplete:
            return _shown_again(form, incomplete, None)
        flash("Draft saved. Add when it runs, look it over, then publish it.")
        return redirect(url_for("cpd.show_course", reference=reference), 303)
    return _form(form, None)


@bp.route("/courses/<reference>/change", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def change_course(reference: str) -> ResponseReturnValue:
    """Change a course; somebody else's change meanwhile is told."""
    course = queries.get_own_course(actor().trust, reference)
    listing_rules.check_can_change(course.listing.state)
    form = CourseForm(data=course_fields(course))
    if request.method == "POST" and form.validate():
        try:
            actions.change_course(
                reference=reference,
                shared=form.shared,
                particulars=form.particulars,
                version=form.version.number,
                actor=actor(),
                at=now(),
            )
        except Incomplete as incomplete:
            return _shown_again(form, incomplete, course)
        except Outdated as outdated:
            form.refuse(outdated)
            form.version.show(course.listing.version)
            return _form(form, course, outdated=True)
        flash("Changes saved")
        return redirect(url_for("cpd.show_course", reference=reference), 303)
    return _form(form, course)


@bp.post("/courses/<reference>/publish")
@needs(Permission.POST_CPD)
def publish_course(reference: str) -> ResponseReturnValue:
    """Offer a draft to every trust; what it lacks is shown on its form, all at once, or where a run is added."""
    try:
        actions.publish_course(reference=reference, actor=actor(), at=now())
    except Incomplete as incomplete:
        if {fault.field for fault in incomplete.faults} == {"runs"}:
            flash(f"{incomplete.message}. Then publish the course.", "notice")
            return redirect(url_for("cpd.add_run", reference=reference), 303)
        course = queries.get_own_course(actor().trust, reference)
        form = CourseForm(formdata=None, data=course_fields(course))
        return _shown_again(form, incomplete, course)
    flash("Published. Trusts can now find it and book places.")
    return redirect(url_for("cpd.show_course", reference=reference), 303)


@bp.route("/courses/<reference>/close", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def close_course(reference: str) -> ResponseReturnValue:
    """Take no more bookings on a course; asks first."""
    if request.method == "POST":
        actions.close_course(reference=reference, actor=actor(), at=now())
        flash("Closed. Nobody can book it any more; places already booked stand.")
        return redirect(url_for("listings.list_own"), 303)
    return render_template("cpd/close_course.html", course=queries.get_own_course(actor().trust, reference))


@bp.post("/courses/<reference>/copy")
@needs(Permission.POST_CPD)
def copy_course(reference: str) -> ResponseReturnValue:
    """Begin a new draft from a course."""
    copied = actions.copy_course(reference=reference, actor=actor(), at=now())
    flash("Copied to a new draft, without its runs. Change what differs, then add when it runs.")
    return redirect(url_for("cpd.change_course", reference=copied), 303)


def _shown_again(form: CourseForm, incomplete: Incomplete, course: CourseValue | None) -> ResponseReturnValue:
    for fault in incomplete.faults:
        form.refuse(fault)
    return _form(form, course, needs_run=any(fault.field == "runs" for fault in incomplete.faults))


def _form(
    form: CourseForm, course: CourseValue | None, *, outdated: bool = False, needs_run: bool = False
) -> ResponseReturnValue:
    page = render_template("cpd/draft_course.html", form=form, course=course, outdated=outdated, needs_run=needs_run)
    return page, 422 if form.error_list else 200
