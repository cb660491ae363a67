"""What a trust does with places that it has: gives them back, answers an offer, says who comes."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.cpd import actions, queries, rules
from app.cpd.forms import CancelPlacesForm, NamePlaceForm, OfferForm, delegate_choices, school_choices
from app.cpd.values import BookingValue, NewDelegate, Offer, PlaceState, PlaceValue, RunValue
from app.cpd.views import bp
from app.cpd.views.people import Known, ids_typed, known_people, own_schools
from app.cpd.views.terms import approval_of, places_text, price_lines, terms_of
from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.kernel.money import Money
from app.kernel.vat import vat_on
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.fields import choice
from app.web.formats import moment


@bp.route("/bookings/<reference>/cancel", methods=["GET", "POST"])
@needs(Permission.BOOK_CPD)
def cancel_places(reference: str) -> ResponseReturnValue:
    """Give places back; each says what that costs today before anything is cancelled."""
    booking = queries.get_own_booking(actor().trust, reference)
    run, live = _on_one_run(booking, booking.live)
    if not live:
        return redirect(url_for("cpd.show_booking", reference=reference))
    seen = _costs(booking, run, live, now())
    form, only_waits = CancelPlacesForm(), all(each.state is PlaceState.WAITING for each in live)
    if only_waits:
        form.save.label.text, form.reason.label.text = "Leave the waiting list", "Why are you leaving? (optional)"
    form.places.choices = [_cost_choice(each, seen[each.id]) for each in live]
    if form.validate_on_submit() and _is_as_seen(form, seen):
        try:
            actions.cancel_places(
                reference=reference, place_ids=form.chosen, reason=form.reason.data, actor=actor(), at=now()
            )
            flash(f"{places_text(len(form.chosen))} cancelled")
            return redirect(url_for("cpd.show_booking", reference=reference), 303)
        except Refused as refused:
            form.refuse(refused)
    form.seen.data = _written(seen)
    page = render_template(
        "cpd/cancel_places.html",
        form=form,
        booking=booking,
        only_waits=only_waits,
        costs_any=any(fee for _, fee in seen.values()),
        terms=terms_of(booking, run, now()) if booking.is_charged else [],
    )
    return page, 422 if form.error_list else 200


@bp.route("/bookings/<reference>/accept", methods=["GET", "POST"])
@needs(Permission.BOOK_CPD)
def accept_offer(reference: str) -> ResponseReturnValue:
    """Take places that are offered: what they cost, until when they are offered, who must approve."""
    booking, run, offered = _offered(reference)
    if not offered:
        return _no_offer(reference)
    offer = _offer(booking, offered)
    preview, refused = approval_of(offer, now()) if booking.is_charged else (None, "")
    is_alone = preview is None or preview.ruling.is_alone
    form = _offer_form(offered, "Accept" if is_alone else "Accept and ask for approval")
    answer = _answer(form, reference, "accept_offer") if form.validate_on_submit() else None
    if answer is not None:
        return answer
    hold_days = queries.courses_by_id([booking.listing_id])[booking.listing_id].particulars.hold_days
    page = render_template(
        "cpd/accept_offer.html",
        form=form,
        booking=booking,
        run=run,
        offer=offer,
        count=len(offered),
        lines=price_lines([each.delegate.name if each.delegate else None for each in offered], offer.each),
        until=min(each.offered_until for each in offered if each.offered_until),
        preview=preview,
        refused=refused,
        terms=terms_of(booking, run, now()),
        held_until=rules.hold_until(now(), hold_days, min(run.start_of(each.session_ids) for each in offered)),
    )
    return page, 422 if form.error_list else 200


@bp.route("/bookings/<reference>/decline", methods=["GET", "POST"])
@needs(Permission.BOOK_CPD)
def decline_offer(reference: str) -> ResponseReturnValue:
    """Let places that are offered go to the next in line; asks first."""
    booking, _, offered = _offered(reference)
    if not offered:
        return _no_offer(reference)
    form = _offer_form(offered, "Decline")
    answer = _answer(form, reference, "decline_offer") if form.validate_on_submit() else None
    if answer is not None:
        return answer
    page = render_template("cpd/decline_offer.html", form=form, booking=booking, count=len(offered))
    return page, 422 if form.error_list else 200


@bp.route("/bookings/<reference>/places/<int:place_id>/name", methods=["GET", "POST"])
@needs(Permission.BOOK_CPD)
def name_place(reference: str, place_id: int) -> ResponseReturnValue:
    """Say who takes a place, or put somebody else in it: always free."""
    booking = queries.get_own_booking(actor().trust, reference)
    place = next((each for each in booking.live if each.id == place_id), None)
    if place is None:
        raise NotFound(f"no place {place_id} of {reference} to name")
    form, known = NamePlaceForm(), _known()
    others = [each for each in known.shown if place.delegate is None or each.id != place.delegate.id]
    form.delegate.choices = delegate_choices(others, known.schools)
    form.school.choices = school_choices(own_schools(actor().trust, london_date(now())))
    if not form.is_looking and form.validate_on_submit():
        chosen = form.chosen
        who: dict[str, Any] = {"new": chosen} if isinstance(chosen, NewDelegate) else {"delegate_id": chosen}
        try:
            actions.name_place(reference=reference, place_id=place_id, actor=actor(), at=now(), **who)
            flash("Saved. They have been told.")
            return redirect(url_for("cpd.show_booking", reference=reference), 303)
        except Refused as refused:
            form.refuse(refused)
    form.found.data = form.find.data
    page = render_template("cpd/name_place.html", form=form, booking=booking, place=place, known=known)
    return page, 422 if form.error_list else 200


def _known() -> Known:
    ticked = ids_typed(request.form.getlist("delegate"))
    return known_people(actor().trust, ticked=ticked, find=request.form.get("find", ""))


def _on_one_run(booking: BookingValue, places: tuple[PlaceValue, ...]) -> tuple[RunValue, list[PlaceValue]]:
    """The run of the first of some places, and those of them that are on it: a provider may have moved others."""
    run_id = places[0].run_id if places else booking.run_id
    return queries.runs_by_id([run_id])[run_id], [each for each in places if each.run_id == run_id]


def _costs(
    booking: BookingValue, run: RunValue, places: list[PlaceValue], at: datetime
) -> dict[int, tuple[int, Money]]:
    """What giving each place back costs today: per cent and pence, by the place's id."""
    found = {}
    for each in places:
        first = run.start_of(each.session_ids)
        cost = rules.cost_of_cancelling(booking, each.price, start=london_date(first), today=london_date(at))
        booked = each.state is PlaceState.BOOKED
        found[each.id] = (cost.percent, cost.fee) if booked else (0, Money(0))
    return found


def _cost_choice(place: PlaceValue, cost: tuple[int, Money]) -> Any:
    percent, fee = cost
    price = f"Costs {fee} without VAT today, {percent}% of {place.price}" if fee else "Free today"
    hint = place.label if place.state is PlaceState.WAITING else f"{place.label}. {price}"
    return choice(place.id, f"Place {place.position}: {_who(place)}", hint)


def _written(seen: dict[int, tuple[int, Money]]) -> str:
    return ",".join(f"{number}:{fee.pence}" for number, (_, fee) in sorted(seen.items()))


def _is_as_seen(form: CancelPlacesForm, seen: dict[int, tuple[int, Money]]) -> bool:
    if form.seen.data == _written(seen):
        return True
    form.refuse(Refused("What cancelling costs has changed since you looked. Check it again.", field="places"))
    return False


def _who(place: PlaceValue) -> str:
    return place.delegate.name if place.delegate else "Name to follow"


def _offered(reference: str) -> tuple[BookingValue, RunValue, list[PlaceValue]]:
    booking = queries.get_own_booking(actor().trust, reference)
    return booking, *_on_one_run(booking, booking.in_state(PlaceState.OFFERED))


def _no_offer(reference: str) -> ResponseReturnValue:
    flash("Nothing is offered on this booking now", "notice")
    return redirect(url_for("cpd.show_booking", reference=reference), 303)


def _offer_form(offered: list[PlaceValue], button: str) -> OfferForm:
    form = OfferForm(data={"places": [each.id for each in offered]})
    until = {each.id: moment(each.offered_until) for each in offered if each.offered_until}
    form.places.choices = [
        choice(each.id, f"Place {each.position}: {_who(each)}", f"Offered until {until[each.id]}") for each in offered
    ]
    form.save.label.text = button
    return form


def _answer(form: OfferForm, reference: str, deed: str) -> ResponseReturnValue | None:
    act = {"accept_offer": actions.accept_offer, "decline_offer": actions.decline_offer}[deed]
    try:
        act(reference=reference, place_ids=form.chosen, actor=actor(), at=now())
    except Refused as refused:
        form.refuse(refused)
        return None
    flash(f"{places_text(len(form.chosen))} {'accepted' if deed == 'accept_offer' else 'declined'}")
    return redirect(url_for("cpd.show_booking", reference=reference), 303)


def _offer(booking: BookingValue, places: list[PlaceValue]) -> Offer:
    """What some places of a booking cost, on its terms."""
    each = tuple(place.price for place in places)
    vat = Money.total(vat_on(price, booking.vat_rate) for price in each)
    return Offer(booking.tier, each, booking.vat_treatment, booking.vat_reason, booking.vat_rate, vat)
