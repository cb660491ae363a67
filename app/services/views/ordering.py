"""The buyer's way to an order: choose, check the price, place it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.approvals import queries as approvals
from app.approvals.rules import NobodyMayApprove
from app.approvals.values import Preview
from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.services import actions, queries
from app.services.forms import OrderForm, PlaceForm, school_choice
from app.services.rules import PriceChanged, write_seen
from app.services.rules.orders import CannotOrder
from app.services.values import Asking, DraftValue
from app.services.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now


@bp.route("/services/<reference>/order", methods=["GET", "POST"])
@needs(Permission.BUY)
def order_service(reference: str) -> ResponseReturnValue:
    """Choose schools, start, length and the rest."""
    try:
        service, _, provider = queries.may_ask(actor().trust, reference)
    except CannotOrder as refused:
        return _cannot(refused, reference, None)
    schools = queries.schools_to_choose(actor().trust, london_date(now()))
    form = OrderForm(data=_kept(reference))
    form.schools.choices = [school_choice(each, service.listing.phases) for each in schools]
    if form.validate_on_submit():
        try:
            token = actions.keep_draft(reference=reference, choice=form.choice, actor=actor(), at=now())
            return redirect(url_for("services.check_order", reference=reference, token=token), 303)
        except Refused as refused:
            form.refuse(refused)
    page = render_template(
        "services/order_service.html", form=form, service=service, provider=provider, schools=schools
    )
    return page, 422 if form.error_list else 200


@bp.get("/services/<reference>/order/<token>")
@needs(Permission.BUY)
def check_order(reference: str, token: str) -> ResponseReturnValue:
    """The price with its working, and who will have to approve, before anything is ordered."""
    draft = _draft(reference, token)
    placed = queries.find_by_token(token)
    if placed is not None:
        return redirect(url_for("services.show_order", reference=placed))
    try:
        asking = queries.asking_for(trust_id=actor().trust, reference=reference, choice=draft.choice, at=now())
    except Refused as refused:
        return _cannot(refused, reference, token)
    return _checked(asking, token)


@bp.post("/services/<reference>/order/<token>")
@needs(Permission.BUY)
def place_order(reference: str, token: str) -> ResponseReturnValue:
    """Place the order, once; where the price has moved it is shown again with what changed."""
    draft = _draft(reference, token)
    try:
        placed = actions.place_order(token=token, seen=request.form.get("seen", ""), actor=actor(), at=now())
    except PriceChanged as changed:
        asking = queries.asking_for(trust_id=actor().trust, reference=reference, choice=draft.choice, at=now())
        return _checked(asking, token, changes=changed.changes), 409
    except Refused as refused:
        return _cannot(refused, reference, token)
    flash(f"Order {placed} placed")
    return redirect(url_for("services.show_order", reference=placed), 303)


def _cannot(refused: Refused, reference: str, token: str | None) -> ResponseReturnValue:
    return render_template("services/cannot_order.html", refused=refused, reference=reference, token=token), 409


def _draft(reference: str, token: str) -> DraftValue:
    draft = queries.get_draft(trust_id=actor().trust, person_id=actor().person_id, token=token)
    if draft.listing_reference != reference:
        raise NotFound(f"no such draft of an order of {reference}")
    return draft


def _kept(reference: str) -> dict[str, object]:
    """What was chosen before, for a buyer who goes back; the schools ticked in the calculator otherwise."""
    token = request.args.get("change", "").replace("\0", "")
    if request.method == "GET" and token:
        choice = _draft(reference, token).choice
        return {**vars(choice), "schools": list(choice.school_ids)}
    return {"schools": request.args.getlist("school", type=int)}


def _checked(asking: Asking, token: str, changes: tuple[str, ...] = ()) -> str:
    form = PlaceForm(formdata=None, seen=write_seen(asking.offer))
    preview, refused = _preview(asking)
    return render_template(
        "services/check_order.html",
        asking=asking,
        working=asking.offer.working,
        token=token,
        form=form,
        changes=changes,
        preview=preview,
        refused=refused,
    )


def _preview(asking: Asking) -> tuple[Preview | None, str]:
    working = asking.offer.working
    try:
        found = approvals.preview(
            trust_id=actor().trust,
            person_id=actor().person_id,
            net=working.whole_net,
            gross=working.whole_gross,
            on=london_date(now()),
        )
    except NobodyMayApprove as refused:
        return None, refused.message
    return found, ""
