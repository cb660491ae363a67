"""The provider's register of a run: taking it on a phone, on paper, naming who came, finishing it."""

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.cpd import actions, queries
from app.cpd.forms.registers import FinishRegisterForm, NameAtRegisterForm
from app.cpd.messages.registers import register_path
from app.cpd.paper import qr_svg
from app.cpd.queries.certificates import codes_of_places
from app.cpd.queries.registers import register_of
from app.cpd.rules.registers import check_can_close, check_can_name_at_register
from app.cpd.rules.runs_words import attendance_text
from app.cpd.values import RunValue
from app.cpd.views import bp
from app.cpd.views.registers_taking import saved, taking
from app.kernel.errors import NotFound, Refused
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.private import kept_private


@bp.route("/runs/<reference>/register", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def take_register(reference: str) -> ResponseReturnValue:
    """Everyone booked on a session, to mark who came; once finished, what it said and who has a certificate."""
    shown = taking(register_of(queries.get_own_run(actor().trust, reference)), now())
    refusal = ""
    if shown.form.validate_on_submit():
        try:
            return saved(shown, actor(), now())
        except Refused as refused:
            refusal = refused.message
    run = shown.register.run
    page = render_template(
        "cpd/register.html",
        shown=shown,
        refusal=refusal,
        link=_site() + register_path(run),
        may_finish=_may_finish(run),
        is_over=run.closed_at is not None or run.is_over(now()),
        codes=codes_of_places(each.place_id for each in shown.page.items) if run.closed_at else {},
    )
    return page, 422 if refusal or shown.form.errors else 200


@bp.route("/runs/<reference>/register/finish", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def finish_register(reference: str) -> ResponseReturnValue:
    """Finish a register for good; asks how those count whom nobody marked, and says what follows."""
    run, form = queries.get_own_run(actor().trust, reference), FinishRegisterForm()
    page = url_for("cpd.take_register", reference=reference)
    if run.closed_at is not None:
        flash("This register is finished", "notice")
        return redirect(page, 303)
    refusal = "" if _may_finish(run) else _why_not(run)
    if not refusal and form.validate_on_submit():
        try:
            issued = actions.close_register(
                run_reference=reference, actor=actor(), at=now(), unmarked=form.unmarked.data
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash(f"Register finished. {_issued(issued)}")
            return redirect(page, 303)
    course = queries.courses_by_id([run.listing_id])[run.listing_id]
    shown = render_template(
        "cpd/register_finish.html",
        form=form,
        register=register_of(run),
        refusal=refusal,
        rule=attendance_text(course.particulars.attendance_percent, len(run.sessions)),
        no_show=None if course.particulars.prices.is_free else course.particulars.no_show_percent,
    )
    return shown, 422 if form.error_list else 200


@bp.route("/runs/<reference>/register/places/<int:place_id>/name", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def name_at_register(reference: str, place_id: int) -> ResponseReturnValue:
    """Write down who came to a place without a name."""
    run, form = queries.get_own_run(actor().trust, reference), NameAtRegisterForm()
    line = register_of(run).line(place_id)
    if line is None:
        raise NotFound(f"no place {place_id} on the register of {reference}")
    page = url_for("cpd.take_register", reference=reference)
    try:
        check_can_name_at_register(run, line, now())
    except Refused as refused:
        flash(refused.message, "notice")
        return redirect(page, 303)
    if form.validate_on_submit():
        try:
            actions.name_at_register(
                run_reference=reference, place_id=place_id, new=form.typed, actor=actor(), at=now()
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Name saved. Mark them on the register now.")
            return redirect(page, 303)
    shown = render_template("cpd/register_name.html", form=form, run=run, line=line)
    return shown, 422 if form.error_list else 200


@bp.get("/runs/<reference>/register/sheet")
@needs(Permission.POST_CPD)
def register_sheet(reference: str) -> ResponseReturnValue:
    """The register on paper: a sheet for each session, to sign."""
    return render_template(
        "cpd/register_sheet.html", register=register_of(queries.get_own_run(actor().trust, reference))
    )


@bp.get("/runs/<reference>/register/qr.svg")
@needs(Permission.POST_CPD)
def register_qr(reference: str) -> ResponseReturnValue:
    """The code that opens the register for those who run the course."""
    drawn = qr_svg(_site() + register_path(queries.get_own_run(actor().trust, reference)))
    return kept_private(Response(drawn, content_type="image/svg+xml"))


def _site() -> str:
    address: str = current_app.extensions["settings"].address
    return address


def _may_finish(run: RunValue) -> bool:
    return not _why_not(run)


def _why_not(run: RunValue) -> str:
    try:
        check_can_close(run, now())
    except Refused as refused:
        return refused.message
    return ""


def _issued(count: int) -> str:
    if not count:
        return "Nobody came to enough of it for a certificate."
    sent = "1 certificate was issued" if count == 1 else f"{count} certificates were issued"
    return f"{sent}, and everyone who came has an email."
