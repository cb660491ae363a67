"""The provider's page of a run: everybody on it, and what becomes of the whole run."""

from collections import Counter

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cpd import actions, queries
from app.cpd.forms import CancelRunForm
from app.cpd.values import BookedBy, PlaceState, PlaceValue, RunValue
from app.cpd.views import bp
from app.cpd.views.places import MOVABLE, course_of
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import csv_download, sheet_download
from app.web.formats import day
from app.web.pagination import Page, page_number, skip_of

HEADINGS = (
    "Booking", "Place", "State", "Name", "School", "Trust", "Sessions", "Asked for", "Booked on",
    "Note from the booker",
)  # fmt: skip
SHOWN = {
    PlaceState.BOOKED: "Booked on",
    PlaceState.HELD: "Held",
    PlaceState.OFFERED: "Offered",
    PlaceState.WAITING: "In line",
    PlaceState.ENDED: "How it ended",
}
PAGE_SIZE = 40


@bp.get("/runs/<reference>/places")
@needs(Permission.POST_CPD)
def run_places(reference: str) -> ResponseReturnValue:
    """Everybody booked, held, offered and waiting, with their trusts and needs, and the totals of each session."""
    run = queries.get_own_run(actor().trust, reference)
    course = course_of(run)
    places = queries.list_places_of_run(run.id)
    names = trusts.names(each.buyer_id for each in places)
    notes = queries.notes_of_bookings({each.booking_reference for each in places})
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        return _export(kind, run, places, names, notes)
    booked = sum(1 for each in places if each.state is PlaceState.BOOKED)
    group = _group(places)
    found, skip = _in_order(places, group), skip_of(page_number(), PAGE_SIZE)
    absent = queries.places_not_come(run.id)
    return render_template(
        "cpd/run_places.html",
        run=run,
        course=course,
        at=now(),
        places=places,
        group=group,
        tabs=[(state, len(_in_order(places, state))) for state in SHOWN],
        heading=SHOWN[group],
        page=Page(found[skip : skip + PAGE_SIZE], page_number(), PAGE_SIZE, len(found)),
        totals=_totals(run, places),
        booked=booked,
        is_below=_is_below(run, booked),
        names=names,
        notes=notes,
        by_session=course.particulars.booked_by is BookedBy.SESSION,
        deeds=lambda place: _deeds(run, place, absent),
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
        course=course_of(run),
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
    if not _is_below(run, booked) or run.goes_ahead_at or run.has_begun(now()):
        return redirect(url_for("cpd.run_places", reference=reference))
    return render_template("cpd/go_ahead.html", run=run, course=course_of(run), booked=booked)


def _group(places: list[PlaceValue]) -> PlaceState:
    """Which places are shown: those asked for in the address, else the first sort of which there are any."""
    asked = request.args.get("state", "")
    if asked in list(PlaceState):
        return PlaceState(asked)
    return next((state for state in SHOWN if any(each.state is state for each in places)), PlaceState.BOOKED)


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


def _deeds(run: RunValue, place: PlaceValue, absent: set[int]) -> list[tuple[str, str]]:
    """What the provider may do with a place now, as (words, endpoint); `absent` are those with which nobody came."""
    deeds, is_to_come = [], run.is_open(now()) and run.start_of(place.session_ids) > now()
    if is_to_come and place.state is PlaceState.WAITING:
        deeds.append(("Offer out of order", "cpd.promote_place"))
    if is_to_come and place.state in MOVABLE:
        deeds.append(("Move", "cpd.move_place"))
    ended = place.ending
    if ended and ended.fee and not ended.waived:
        deeds.append(("Waive the fee", "cpd.waive_fee"))
    if place.id in absent and place.price and not place.no_show_waived:
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
