"""What a provider does with one place, or one session, of a run that it gives; what moves people has a reason."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cpd import actions, queries
from app.cpd.forms import CapacityForm, MovePlaceForm, PromoteForm, ReasonForm, WaiveForm
from app.cpd.values import CourseValue, PlaceState, RunValue
from app.cpd.views import bp
from app.cpd.views.terms import session_when
from app.kernel.errors import NotFound, Refused
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.fields import choice

MOVABLE = (PlaceState.WAITING, PlaceState.OFFERED, PlaceState.BOOKED)


@bp.route("/places/<int:place_id>/promote", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def promote_place(place_id: int) -> ResponseReturnValue:
    """Offer a free place to somebody before those ahead of them in line, with a reason."""
    form = PromoteForm()

    def act(**said: Any) -> str:
        offered = actions.promote(add_place=form.add_place.data, **said)
        return "Offered. They have been told until when." if offered else "They are now first in line"

    return _with_reason(place_id, form, act, states=(PlaceState.WAITING,))


@bp.route("/places/<int:place_id>/move", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def move_place(place_id: int) -> ResponseReturnValue:
    """Move a place to another run of the same course, with a reason."""
    form, place = MovePlaceForm(), queries.get_place_given(actor().trust, place_id)
    run = queries.runs_by_id([place.run_id])[place.run_id]
    at = now()
    coming = queries.list_coming_runs([run.listing_id], at)[run.listing_id]
    others = [each for each in coming if each.id != run.id]
    form.run.choices = [_run_choice(each, at) for each in others]

    def act(**said: Any) -> str:
        actions.move_place(to_run_reference=form.run.data, **said)
        return "Moved. They have been told."

    return _with_reason(place_id, form, act, states=MOVABLE, others=others)


@bp.route("/places/<int:place_id>/waive", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def waive_fee(place_id: int) -> ResponseReturnValue:
    """Let the fee of a cancelled place, or of one whose delegate did not come, go, with a reason."""
    form, place = WaiveForm(), queries.get_place_given(actor().trust, place_id)

    def act(**said: Any) -> str:
        actions.waive_fee(**said)
        return "Waived. What was charged of it is credited."

    fee = place.ending.fee if place.ending else None
    return _with_reason(place_id, form, act, states=(PlaceState.ENDED, PlaceState.BOOKED), fee=fee)


@bp.route("/sessions/<int:session_id>/capacity", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def set_capacity(session_id: int) -> ResponseReturnValue:
    """Give a session more places or fewer, never fewer than are taken."""
    run = queries.get_run_of_session(actor().trust, session_id)
    session = next(each for each in run.sessions if each.id == session_id)
    form = CapacityForm(data={"capacity": session.capacity})
    if form.validate_on_submit():
        assert form.capacity.data is not None
        try:
            actions.set_capacity(session_id=session_id, capacity=form.capacity.data, actor=actor(), at=now())
            flash("Places changed")
            return redirect(url_for("cpd.run_places", reference=run.reference), 303)
        except Refused as refused:
            form.refuse(refused)
    page = render_template("cpd/set_capacity.html", form=form, run=run, session=session, course=course_of(run))
    return page, 422 if form.error_list else 200


def _with_reason(
    place_id: int, form: ReasonForm, act: Callable[..., str], *, states: tuple[PlaceState, ...], **shown: Any
) -> ResponseReturnValue:
    """One deed on one place that asks for a reason; where the place has moved on, everybody is shown instead."""
    place = queries.get_place_given(actor().trust, place_id)
    run = queries.runs_by_id([place.run_id])[place.run_id]
    if form.validate_on_submit():
        try:
            flash(act(place_id=place_id, reason=form.reason.data, actor=actor(), at=now()))
            return redirect(url_for("cpd.run_places", reference=run.reference), 303)
        except Refused as refused:
            form.refuse(refused)
    elif place.state not in states:
        return redirect(url_for("cpd.run_places", reference=run.reference))
    page = render_template(
        f"{(request.endpoint or '').replace('.', '/')}.html",
        form=form,
        place=place,
        run=run,
        course=course_of(run),
        buyer=trusts.get_trust(place.buyer_id),
        **shown,
    )
    return page, 422 if form.error_list else 200


def _run_choice(run: RunValue, at: datetime) -> Any:
    """A run that is open, with the first of its sessions to come."""
    count, first = run.left_at(at), run.open_sessions(at)[0]
    left = "Full" if count < 1 else f"{count} left"
    name = f"{run.name}, " if run.name else ""
    return choice(run.reference, f"{name}{session_when(first)}", f"{first.place_line}. {left}")


def course_of(run: RunValue) -> CourseValue:
    """The course of a run. Raises NotFound."""
    found = queries.courses_by_id([run.listing_id]).get(run.listing_id)
    if found is None:
        raise NotFound(f"no course of {run.reference}")
    return found
