"""The provider's side of a run: everybody on it, and what the provider may do with places and with the run."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cpd import actions, queries
from app.cpd.forms import CancelRunForm, CapacityForm, MovePlaceForm, PromoteForm, ReasonForm, WaiveForm
from app.cpd.values import BookedBy, CourseValue, PlaceState, PlaceValue, RunValue
from app.cpd.views import bp
from app.cpd.views.terms import session_when
from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import csv_download, sheet_download
from app.web.fields import choice
from app.web.formats import day

HEADINGS = (
    "Booking", "Place", "State", "Name", "Email", "School", "Trust", "Sessions", "Asked for", "Booked on",
    "Note from the booker",
)  # fmt: skip
MOVABLE = (PlaceState.WAITING, PlaceState.OFFERED, PlaceState.BOOKED)
GROUPS = (
    ("Booked", "Booked on", PlaceState.BOOKED),
    ("Held for approval", "Held", PlaceState.HELD),
    ("Offered", "Offered", PlaceState.OFFERED),
    ("Waiting, first in line first", "In line", PlaceState.WAITING),
    ("Ended", "How", PlaceState.ENDED),
)


@bp.get("/runs/<reference>/places")
@needs(Permission.POST_CPD)
def run_places(reference: str) -> ResponseReturnValue:
    """Everybody booked, held, offered and waiting, with their trusts and needs, and the totals of each session."""
    run = queries.get_own_run(actor().trust, reference)
    course = _course(run)
    places = queries.list_places_of_run(run.id)
    names = trusts.names(each.buyer_id for each in places)
    notes = queries.notes_of_bookings({each.booking_reference for each in places})
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        return _export(kind, run, places, names, notes)
    booked = sum(1 for each in places if each.state is PlaceState.BOOKED)
    return render_template(
        "cpd/run_places.html",
        run=run,
        course=course,
        at=now(),
        places=places,
        groups=[(title, heading, _in_order(places, state)) for title, heading, state in GROUPS],
        totals=_totals(run, places),
        booked=booked,
        is_below=_is_below(run, booked),
        names=names,
        notes=notes,
        by_session=course.particulars.booked_by is BookedBy.SESSION,
        deeds=lambda place: _deeds(run, place),
    )


@bp.route("/runs/<reference>/cancel", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def cancel_run(reference: str) -> ResponseReturnValue:
    """The provider does not give a run; asks, says whom it tells and what is credited."""
    run, form = queries.get_own_run(actor().trust, reference), CancelRunForm()
    if form.validate_on_submit():
        try:
            actions.cancel_run(reference=reference, reason=form.reason.data, actor=actor(), at=now())
            flash("Run cancelled. Everybody on it has been told.")
            return redirect(url_for("cpd.run_places", reference=reference), 303)
        except Refused as refused:
            form.refuse(refused)
    live = [each for each in queries.list_places_of_run(run.id) if each.is_live]
    names = trusts.names(each.buyer_id for each in live)
    charged = queries.charges_of_places(each.id for each in live)
    told = Counter(names[each.buyer_id] for each in live)
    page = render_template(
        "cpd/cancel_run.html",
        form=form,
        run=run,
        course=_course(run),
        live=len(live),
        trusts_told=sorted(told.items()),
        credited=Money.total(each.left for each in charged.values()),
    )
    return page, 422 if form.error_list else 200


@bp.route("/runs/<reference>/go-ahead", methods=["GET", "POST"])
@needs(Permission.POST_CPD)
def go_ahead(reference: str) -> ResponseReturnValue:
    """The provider gives a run although it has fewer places than its minimum; asks first."""
    run = queries.get_own_run(actor().trust, reference)
    if request.method == "POST":
        actions.go_ahead(reference=reference, actor=actor(), at=now())
        flash("The run goes ahead")
        return redirect(url_for("cpd.run_places", reference=reference), 303)
    places = queries.list_places_of_run(run.id)
    booked = sum(1 for each in places if each.state is PlaceState.BOOKED)
    if not _is_below(run, booked) or run.goes_ahead_at or not run.is_open(now()):
        return redirect(url_for("cpd.run_places", reference=reference))
    return render_template("cpd/go_ahead.html", run=run, course=_course(run), booked=booked)


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
    coming = queries.list_coming_runs([run.listing_id], now())[run.listing_id]
    others = [each for each in coming if each.id != run.id]
    form.run.choices = [_run_choice(each) for each in others]

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
    page = render_template("cpd/set_capacity.html", form=form, run=run, session=session, course=_course(run))
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
        course=_course(run),
        buyer=trusts.get_trust(place.buyer_id),
        **shown,
    )
    return page, 422 if form.error_list else 200


def _course(run: RunValue) -> CourseValue:
    found = queries.courses_by_id([run.listing_id]).get(run.listing_id)
    if found is None:
        raise NotFound(f"no course of {run.reference}")
    return found


def _run_choice(run: RunValue) -> Any:
    left = "Full" if run.places_left < 1 else f"{run.places_left} left"
    name = f"{run.name}, " if run.name else ""
    return choice(run.reference, f"{name}{session_when(run.sessions[0])}", f"{run.sessions[0].place_line}. {left}")


def _in_order(places: list[PlaceValue], state: PlaceState) -> list[PlaceValue]:
    found = [each for each in places if each.state is state]
    return sorted(found, key=lambda each: each.line or 0) if state is PlaceState.WAITING else found


def _totals(run: RunValue, places: list[PlaceValue]) -> dict[int, Counter[str]]:
    """How many places each session has in each state, by the session's id."""
    return {
        session.id: Counter(each.state.value for each in places if session.id in each.session_ids)
        for session in run.sessions
    }


def _is_below(run: RunValue, booked: int) -> bool:
    return run.cancellation is None and run.minimum_places is not None and booked < run.minimum_places


def _deeds(run: RunValue, place: PlaceValue) -> list[tuple[str, str]]:
    """What the provider may do with a place now, as (words, endpoint)."""
    deeds = []
    if run.is_open(now()) and place.state is PlaceState.WAITING:
        deeds.append(("Offer out of order", "cpd.promote_place"))
    if run.is_open(now()) and place.state in MOVABLE:
        deeds.append(("Move", "cpd.move_place"))
    ended = place.ending
    if ended and ended.fee and not ended.waived:
        deeds.append(("Waive the fee", "cpd.waive_fee"))
    if place.state is PlaceState.BOOKED and run.is_over(now()) and place.price and not place.no_show_waived:
        deeds.append(("Waive the fee for not coming", "cpd.waive_fee"))
    return deeds


def _export(
    kind: str, run: RunValue, places: list[PlaceValue], names: dict[int, str], notes: dict[str, str]
) -> ResponseReturnValue:
    schools = trusts.schools_by_id(
        {each.delegate.school_id for each in places if each.delegate and each.delegate.school_id}
    )
    rows = []
    for place in places:
        who = place.delegate
        sessions = ", ".join(day(each.date) for each in run.sessions if each.id in place.session_ids)
        rows.append(
            [
                place.booking_reference,
                place.position,
                place.label,
                who.name if who else "Name to follow",
                who.email if who else "",
                schools[who.school_id].name if who and who.school_id in schools else "",
                names[place.buyer_id],
                sessions,
                place.asked_at,
                place.booked_at,
                notes.get(place.booking_reference, ""),
            ]
        )
    download = csv_download if kind == "csv" else sheet_download
    return download(f"places-{run.reference}", HEADINGS, rows)
