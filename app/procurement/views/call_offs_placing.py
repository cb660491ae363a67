"""Calling off a deal: choose quantities, check the value and who approves it, call it off. Nothing typed is lost."""

import secrets
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.approvals import queries as approvals
from app.approvals.rules import NobodyMayApprove
from app.approvals.values import Preview
from app.kernel.clock import day_words, london_date
from app.kernel.errors import Refused
from app.listings.rules import Incomplete
from app.procurement.actions.call_offs import place_call_off as place
from app.procurement.forms.call_offs import CallOffForm, call_off_form
from app.procurement.queries.allowances import given_by_commitment
from app.procurement.queries.call_offs import calling_for, find_by_token, may_call_off
from app.procurement.queries.deals import get_deal
from app.procurement.rules.call_offs import Changed
from app.procurement.rules.call_offs_words import lot_price, lot_quantity
from app.procurement.rules.deals import CannotCallOff
from app.procurement.rules.units import counted, plural
from app.procurement.values import DealLotValue, DealValue
from app.procurement.values.call_offs import Calling, Given, place_name
from app.procurement.values.demand import OFFICE
from app.procurement.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now

LONGEST_TOKEN = 60
SENT = ("q-", "lot", "start_date", "end_date", "po_number")
MOST_ROWS = 140
"""Lots times schools on one page: above it the lots are chosen first."""
Places = list[tuple[int, str]]


@bp.route("/deals/<reference>/call-off", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def place_call_off(reference: str) -> ResponseReturnValue:
    """Choose, then check, then call off: each step sends all that was typed along."""
    who, today = actor(), london_date(now())
    token = request.form.get("token", "")[:LONGEST_TOKEN]
    placed = find_by_token(who.trust, token) if token else None
    if placed is not None:
        return redirect(url_for("procurement.show_call_off", reference=placed), 303)
    try:
        deal = may_call_off(trust_id=who.trust, reference=reference, on=today)
    except CannotCallOff as refused:
        return _cannot(refused, get_deal(reference), today)
    given = given_by_commitment(deal, who.trust, today=today, joining=_joining())
    places = _places(today)
    lots = _lots_shown(deal, given, places)
    if not lots:
        return _choose_lots(deal, places)
    form = call_off_form(lots, places, given.typed if given else None)
    if not form.validate_on_submit() or "change" in request.form:
        return _chosen(deal, form, given)
    return _place(deal, form, given) if "place" in request.form else _check(deal, form, given)


def _place(deal: DealValue, form: CallOffForm, given: Given | None) -> ResponseReturnValue:
    try:
        made = place(
            reference=deal.reference,
            typed=form.typed,
            seen=form.seen.data or "",
            token=form.token.data[:LONGEST_TOKEN] if form.token.data else secrets.token_urlsafe(16),
            actor=actor(),
            at=now(),
        )
    except Changed as changed:
        return _check(deal, form, given, changed=changed)
    except CannotCallOff as refused:
        return _cannot(refused, deal, london_date(now()))
    except Refused as refused:
        _refuse(form, refused)
        return _chosen(deal, form, given)
    flash(f"{made} called off")
    return redirect(url_for("procurement.show_call_off", reference=made), 303)


def _check(
    deal: DealValue, form: CallOffForm, given: Given | None, *, changed: Changed | None = None
) -> ResponseReturnValue:
    try:
        calling = calling_for(trust_id=actor().trust, reference=deal.reference, typed=form.typed, at=now())
    except Refused as refused:
        _refuse(form, refused)
        return _chosen(deal, form, given)
    preview, refused_words = _preview(calling) if calling.needs_asking else (None, "")
    page = render_template(
        "procurement/check_call_off.html",
        deal=deal,
        calling=calling,
        owner=trusts.get_trust(deal.listing.trust_id),
        place=lambda school_id: place_name(school_id, calling.schools),
        counted=counted,
        sent=[(name, value) for name, value in request.form.items(multi=True) if name.startswith(SENT)],
        seen=calling.worked.seen,
        token=form.token.data or secrets.token_urlsafe(16),
        preview=preview,
        refused=refused_words,
        changed=changed,
        form=form,
    )
    return page, 409 if changed else 200


def _cannot(refused: CannotCallOff, deal: DealValue, today: date) -> ResponseReturnValue:
    """Why not, with what was typed so far, so that nothing is lost of it."""
    kept: list[tuple[str, str]] = []
    if request.method == "POST":
        form = call_off_form(deal.lots, _places(today))
        days = [("First day", form.start_date.data), ("Last day", form.end_date.data)]
        kept += [(label, day_words(day)) for label, day in days if day]
        kept += [("PO number", form.po_number.data)] if form.po_number.data else []
        kept += [
            (f"{lot.name}, {name}", lot_quantity(lot, quantity))
            for lot in deal.lots
            for school_id, name in form.places
            if (quantity := form.quantity(lot.id, school_id).data)
        ]
    return render_template("procurement/cannot_call_off.html", refused=refused, kept=kept), 409


def _places(today: date) -> Places:
    return [*((each.id, each.name) for each in trusts.list_schools(actor().trust, today)), (0, OFFICE)]


def _lots_shown(deal: DealValue, given: Given | None, places: Places) -> list[DealLotValue]:
    """The lots that were chosen, else those committed to, else all; none where there are too many for one page."""
    chosen = set(request.values.getlist("lot", type=int))
    committed = {each.lot_id for each in given.typed.wanted} if given else set()
    wanted = chosen or committed
    lots = [lot for lot in deal.lots if not wanted or lot.id in wanted]
    return lots if len(lots) <= _most_lots(places) else []


def _most_lots(places: Places) -> int:
    return max(1, MOST_ROWS // len(places))


def _choose_lots(deal: DealValue, places: Places) -> ResponseReturnValue:
    chosen = set(request.args.getlist("lot", type=int))
    page = render_template(
        "procurement/choose_lots.html", deal=deal, chosen=chosen, most=_most_lots(places), price=lot_price
    )
    return page, 422 if chosen else 200


def _chosen(deal: DealValue, form: CallOffForm, given: Given | None) -> ResponseReturnValue:
    page = render_template(
        "procurement/call_off.html",
        deal=deal,
        owner=trusts.get_trust(deal.listing.trust_id),
        form=form,
        given=given,
        plural=plural,
    )
    return page, 422 if form.error_list else 200


def _refuse(form: CallOffForm, refused: Refused) -> None:
    for fault in refused.faults if isinstance(refused, Incomplete) else (refused,):
        form.refuse(fault)


def _joining() -> date | None:
    try:
        return date.fromisoformat(request.args.get("joining", ""))
    except ValueError:
        return None


def _preview(calling: Calling) -> tuple[Preview | None, str]:
    worked = calling.worked
    try:
        found = approvals.preview(
            trust_id=actor().trust,
            person_id=actor().person_id,
            net=worked.net,
            gross=worked.gross,
            on=london_date(now()),
        )
    except NobodyMayApprove as refused:
        return None, refused.message
    return found, ""
