"""Days of absence: the host's HR leads record them, the home employer's read them. Nobody asks why."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.secondments.actions import absences as actions
from app.secondments.forms.along import AbsenceForm, EndAbsenceForm
from app.secondments.queries.along import absences_of
from app.secondments.queries.secondments import get_secondment
from app.secondments.rules.absences import check_can_close, check_can_record, span_words
from app.secondments.values import AbsenceValue, SecondmentValue
from app.secondments.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.private import kept_private


@bp.route("/secondments/<reference>/absences", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def record_absence(reference: str) -> ResponseReturnValue:
    """The absences so far, and for the host's HR leads one more."""
    held, form = get_secondment(actor().trust, reference), AbsenceForm()
    if form.validate_on_submit():
        try:
            assert form.first_date.data is not None, "a valid form has a first day"
            actions.record_absence(
                reference=reference,
                first_date=form.first_date.data,
                last_date=form.last_date.data,
                actor=actor(),
                at=now(),
            )
            flash("Recorded. What is charged follows the agreement.")
            return redirect(_list(reference), 303)
        except Refused as refused:
            form.refuse(refused)
    page = render_template(
        "secondments/absences.html",
        held=held,
        form=form,
        absences=absences_of(held.id),
        may_record=_may_record(held),
    )
    return kept_private(page, 422 if form.error_list else 200)


@bp.route("/secondments/<reference>/absences/<int:absence_id>/end", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def end_absence(reference: str, absence_id: int) -> ResponseReturnValue:
    """Record the last day of an absence that is not over."""
    held, absence = _found(reference, absence_id)
    check_can_close(absence)
    form = EndAbsenceForm()
    if form.validate_on_submit():
        try:
            assert form.last_date.data is not None, "a valid form has a last day"
            actions.end_absence(
                reference=reference, absence_id=absence_id, last_date=form.last_date.data, actor=actor(), at=now()
            )
            flash("The last day is recorded.")
            return redirect(_list(reference), 303)
        except Refused as refused:
            form.refuse(refused)
    page = render_template("secondments/end_absence.html", held=held, form=form, absence=absence)
    return kept_private(page, 422 if form.error_list else 200)


@bp.route("/secondments/<reference>/absences/<int:absence_id>/remove", methods=["GET", "POST"])
@needs(Permission.POST_SECONDMENTS)
def remove_absence(reference: str, absence_id: int) -> ResponseReturnValue:
    """Take back an absence that was recorded by mistake; asks first."""
    held, absence = _found(reference, absence_id)
    if request.method == "POST":
        actions.remove_absence(reference=reference, absence_id=absence_id, actor=actor(), at=now())
        flash("Absence removed.")
        return redirect(_list(reference), 303)
    return kept_private(render_template("secondments/remove_absence.html", held=held, words=span_words(absence)))


def _found(reference: str, absence_id: int) -> tuple[SecondmentValue, AbsenceValue]:
    """An absence for those who may change it. Raises NotFound, NotThisParty or MovedOn."""
    held = get_secondment(actor().trust, reference)
    check_can_record(held, held.party_of(actor().trust), today=london_date(now()))
    absence = next((each for each in absences_of(held.id) if each.id == absence_id), None)
    if absence is None:
        raise NotFound(f"no absence {absence_id} in {reference}")
    return held, absence


def _may_record(held: SecondmentValue) -> bool:
    try:
        check_can_record(held, held.party_of(actor().trust), today=london_date(now()))
    except Refused:
        return False
    return True


def _list(reference: str) -> str:
    return url_for("secondments.record_absence", reference=reference)
