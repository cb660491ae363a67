"""The way to places on a run: who goes, check the price and the terms, book or join the waiting list."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cpd import actions, queries, rules
from app.cpd.forms import MOST_ROWS, BookForm, BookingForm, booking_fields, booking_form, school_choices
from app.cpd.rules.terms import cancelling_terms
from app.cpd.values import BookedBy, BookingAsked, BookingChoice, RunValue
from app.cpd.views import bp
from app.cpd.views.people import Known, ids_typed, known_people, own_schools
from app.cpd.views.terms import approval_of, charged_text, held_until, places_text, price_lines, session_choice
from app.kernel.clock import london_date
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now

FIRST_ROWS = 3
MOST_OPTIONS = 500
ROW_NUMBERS = frozenset(str(number) for number in range(1, MOST_ROWS + 1))


@bp.route("/runs/<reference>/book", methods=["GET", "POST"])
@needs(Permission.BOOK_CPD)
def book(reference: str) -> ResponseReturnValue:
    """Choose who goes, to which sessions, and the rest."""
    run_id = queries.get_run_id(reference)
    try:
        one = queries.asking_for(trust_id=actor().trust, choice=BookingChoice(run_id, to_follow=1), at=now())
    except Refused as refused:
        return _cannot(refused, reference, None)
    kept = _kept(run_id)
    known = known_people(actor().trust, ticked=_ticked(kept), find=request.form.get("find", ""))
    schools = own_schools(actor().trust, london_date(now()))
    form = _form(one, kept, known, schools)
    if _is_final(form) and form.validate_on_submit():
        try:
            token = actions.keep_draft(choice=form.choice(run_id), actor=actor(), at=now())
            return redirect(url_for("cpd.check_booking", token=token), 303)
        except Refused as refused:
            form.refuse(refused)
    return _choosing(form, one, known, may_add=form.rows < _most_rows(schools)), 422 if form.error_list else 200


@bp.get("/bookings/check/<token>")
@needs(Permission.BOOK_CPD)
def check_booking(token: str) -> ResponseReturnValue:
    """The price line by line, the terms in dates, and who will have to approve, before anything is booked."""
    draft = queries.get_booking_draft(trust_id=actor().trust, person_id=actor().person_id, token=token)
    booked = queries.find_booking_by_token(token)
    if booked is not None:
        return redirect(url_for("cpd.show_booking", reference=booked))
    try:
        asking = queries.asking_for(trust_id=actor().trust, choice=draft.choice, at=now())
    except Refused as refused:
        return _cannot(refused, _run_of(draft.choice).reference, token)
    return _checked(asking, token)


@bp.post("/bookings/check/<token>")
@needs(Permission.BOOK_CPD)
def place_booking(token: str) -> ResponseReturnValue:
    """Book, or join the waiting list, once; a price that moved or places that went are shown with what changed."""
    draft = queries.get_booking_draft(trust_id=actor().trust, person_id=actor().person_id, token=token)
    waits, seen = "wait" in request.form, request.form.get("seen", "")
    try:
        booked = actions.book(token=token, seen=seen, waiting=waits, actor=actor(), at=now())
    except rules.PriceChanged as changed:
        return _again(draft.choice, token, changes=changed.changes)
    except (rules.Full, rules.PlacesLeft) as moved:
        return _again(draft.choice, token, moved=moved.message)
    except Refused as refused:
        return _cannot(refused, _run_of(draft.choice).reference, token)
    flash(_told(booked))
    return redirect(url_for("cpd.show_booking", reference=booked), 303)


def _told(reference: str) -> str:
    booking = queries.get_booking(actor().trust, reference)
    first = booking.places[0]
    if first.line is not None:
        return f"You are number {first.line} on the waiting list"
    places = places_text(len(booking.places))
    return f"{places} held while your trust decides" if first.held_until else f"{places} booked"


def _cannot(refused: Refused, reference: str, token: str | None) -> ResponseReturnValue:
    return render_template("cpd/cannot_book.html", refused=refused, reference=reference, token=token), 409


def _again(choice: BookingChoice, token: str, **moved: Any) -> ResponseReturnValue:
    asking = queries.asking_for(trust_id=actor().trust, choice=choice, at=now())
    return _checked(asking, token, **moved), 409


def _run_of(choice: BookingChoice) -> RunValue:
    return queries.runs_by_id([choice.run_id])[choice.run_id]


def _kept(run_id: int) -> dict[str, Any]:
    """What was chosen before, for a booker who goes back."""
    token = request.args.get("change", "").replace("\0", "")
    if request.method != "GET" or not token:
        return {}
    draft = queries.get_booking_draft(trust_id=actor().trust, person_id=actor().person_id, token=token)
    return booking_fields(draft.choice) if draft.choice.run_id == run_id else {}


def _ticked(kept: dict[str, Any]) -> list[int]:
    return ids_typed(request.form.getlist("delegates")) if request.method == "POST" else kept.get("delegates", [])


def _form(one: BookingAsked, kept: dict[str, Any], known: Known, schools: dict[int, str]) -> BookingForm:
    form = booking_form(min(_rows(kept, known), _most_rows(schools)))(data=kept)
    form.delegates.choices = known.choices
    for _, _, school in form.people_rows:
        school.choices = school_choices(schools)
    form.whole_school.choices = school_choices(schools)
    if one.course.particulars.booked_by is BookedBy.WHOLE:
        del form.sessions
    else:
        form.sessions.choices = [session_choice(each) for each in one.sessions]
    if one.course.particulars.prices.whole_school is None or not one.is_charged:
        del form.whole_school
    if not one.is_charged:
        del form.po_number
    return form


def _most_rows(schools: dict[int, str]) -> int:
    """How many rows for new people a page may have: each names every school, and a page stays small."""
    return min(MOST_ROWS, max(FIRST_ROWS, MOST_OPTIONS // max(1, len(schools))))


def _rows(kept: dict[str, Any], known: Known) -> int:
    """How many rows for new people: as many as were sent and one more where asked for."""
    fields = request.form if request.method == "POST" else kept
    sent = [int(name[5:]) for name in fields if name.startswith("name_") and name[5:] in ROW_NUMBERS]
    return max(sent, default=1 if known.total else FIRST_ROWS) + ("more" in request.form)


def _is_final(form: BookingForm) -> bool:
    return not form.more.data and not form.is_looking


def _choosing(form: BookingForm, one: BookingAsked, known: Known, *, may_add: bool) -> str:
    approval, _ = approval_of(one.offer, now())
    form.found.data = form.find.data
    return render_template(
        "cpd/book.html",
        form=form,
        one=one,
        at=now(),
        each=_each(one),
        known=known,
        may_add=may_add,
        terms=_terms(one, _each(one), now()) if one.is_charged else [],
        approval=approval,
        charged=charged_text(one),
        held_until=held_until(one, now()),
    )


def _each(one: BookingAsked) -> Money:
    """What a place costs, in each session where a course is booked a session at a time."""
    by_session = one.course.particulars.booked_by is BookedBy.SESSION
    return Money(one.offer.net.pence // (len(one.sessions) if by_session else 1))


def _checked(asking: BookingAsked, token: str, changes: tuple[str, ...] = (), moved: str = "") -> str:
    approval, refused = approval_of(asking.offer, now()) if asking.is_charged else (None, "")
    return render_template(
        "cpd/check_booking.html",
        asking=asking,
        token=token,
        form=BookForm(formdata=None, seen=rules.write_seen(asking)),
        lines=price_lines(_people(asking), asking.offer.each),
        changes=changes,
        moved=moved,
        preview=approval,
        refused=refused,
        terms=_terms(asking, asking.offer.each[0], now()),
        charged=charged_text(asking),
        held_until=held_until(asking, now()),
        line=len(queries.list_waiting(asking.run.id)),
    )


def _people(asking: BookingAsked) -> list[str | None]:
    """The names of those who go, in the order of their places, None for each name to follow."""
    named = [each.name for each in asking.known] + [each.name for each in asking.choice.new_delegates]
    return [*named, *[None] * asking.choice.to_follow]


def _terms(asking: BookingAsked, price: Money, at: datetime) -> list[str]:
    particulars = asking.course.particulars
    return cancelling_terms(
        particulars.bands,
        particulars.no_show_percent,
        price=price,
        start=london_date(asking.starts_at),
        today=london_date(at),
    )
