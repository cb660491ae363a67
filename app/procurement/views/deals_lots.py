"""The owner's pages of the lots of a deal, and of the trusts that it names."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotFound, Refused
from app.listings import rules as listing_rules
from app.listings.rules import Incomplete, Outdated
from app.procurement.actions import deals_lots as actions
from app.procurement.forms.deals import DealLotForm, NameTrusts, lot_fields
from app.procurement.forms.rounds import TrustSearch
from app.procurement.queries.deals import called_off_lots, get_own_deal
from app.procurement.values import DealLotValue, DealValue
from app.procurement.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission, TrustValue
from app.web.access import actor, needs
from app.web.clock import now
from app.web.fields import choice

MOST_FOUND = 20


@bp.route("/deals/<reference>/lots/new", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def add_deal_lot(reference: str) -> ResponseReturnValue:
    """Put a lot with a deal."""
    deal = _changeable(reference)
    form = DealLotForm(data=lot_fields(None, deal.listing.version))
    if form.validate_on_submit() and _is_done(form, deal, None):
        return redirect(url_for("procurement.show_deal", reference=reference, _anchor="lots"), 303)
    return _lot_page(form, deal, None)


@bp.route("/deals/<reference>/lots/<int:lot_id>", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def change_deal_lot(reference: str, lot_id: int) -> ResponseReturnValue:
    """Change a lot; of one that was called off only its price and description."""
    deal = _changeable(reference)
    lot = actions.lot_of(deal, lot_id)
    form = DealLotForm(data=lot_fields(lot, deal.listing.version))
    if form.validate_on_submit() and _is_done(form, deal, lot):
        return redirect(url_for("procurement.show_deal", reference=reference, _anchor="lots"), 303)
    return _lot_page(form, deal, lot)


@bp.route("/deals/<reference>/lots/<int:lot_id>/remove", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def remove_deal_lot(reference: str, lot_id: int) -> ResponseReturnValue:
    """Take a lot out; asks first."""
    deal = _changeable(reference)
    lot = actions.lot_of(deal, lot_id)
    if request.method == "POST":
        try:
            actions.remove_lot(reference=reference, lot_id=lot_id, actor=actor(), at=now())
        except Refused as refused:
            flash(refused.message, "notice")
        else:
            flash("Lot removed")
        return redirect(url_for("procurement.show_deal", reference=reference, _anchor="lots"), 303)
    return render_template("procurement/remove_deal_lot.html", deal=deal, lot=lot)


@bp.route("/deals/<reference>/trusts", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def name_trusts(reference: str) -> ResponseReturnValue:
    """Whom a deal names, a search of the register for more, and naming those that are ticked."""
    deal = _changeable(reference)
    search = TrustSearch()
    found, total = _found(deal, search.text.data)
    form = NameTrusts()
    form.trusts.choices = [choice(each.id, each.name, ", ".join(filter(None, (each.town, each.uid)))) for each in found]
    if form.validate_on_submit():
        try:
            count = actions.name_trusts(reference=reference, trust_ids=form.trusts.data or [], actor=actor(), at=now())
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("1 trust named" if count == 1 else f"{count} trusts named")
            return redirect(url_for("procurement.name_trusts", reference=reference), 303)
    page = render_template(
        "procurement/name_trusts.html",
        deal=deal,
        search=search,
        form=form,
        found=found,
        total=total,
        named=sorted(trusts.trusts_by_id(deal.named).values(), key=lambda each: each.name.lower()),
    )
    return page, 422 if form.error_list else 200


@bp.route("/deals/<reference>/trusts/<uid>/remove", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def unname_trust(reference: str, uid: str) -> ResponseReturnValue:
    """Name a trust no longer; asks first."""
    deal, trust = _changeable(reference), trusts.get_trust_by_uid(uid)
    if trust.id not in deal.named:
        raise NotFound(f"{reference} does not name trust {uid}")
    if request.method == "POST":
        try:
            actions.unname_trust(reference=reference, trust_id=trust.id, actor=actor(), at=now())
        except Refused as refused:
            flash(refused.message, "notice")
        else:
            flash(f"{trust.name} is no longer named")
        return redirect(url_for("procurement.name_trusts", reference=reference), 303)
    return render_template("procurement/unname_trust.html", deal=deal, trust=trust)


def _changeable(reference: str) -> DealValue:
    deal = get_own_deal(actor().trust, reference)
    listing_rules.check_can_change(deal.listing.state)
    return deal


def _is_done(form: DealLotForm, deal: DealValue, lot: DealLotValue | None) -> bool:
    """Whether the lot was saved; else what stands in the way is with the form."""
    ask = {"reference": deal.reference, "typed": form.typed, "version": form.version.number}
    try:
        if lot is None:
            actions.add_lot(**ask, actor=actor(), at=now())  # type: ignore[arg-type]
        else:
            actions.change_lot(**ask, lot_id=lot.id, actor=actor(), at=now())  # type: ignore[arg-type]
    except Incomplete as incomplete:
        for fault in incomplete.faults:
            form.refuse(fault)
        return False
    except Refused as refused:
        form.refuse(refused)
        if isinstance(refused, Outdated):
            form.version.show(deal.listing.version)
        return False
    flash("Lot added" if lot is None else "Lot saved")
    return True


def _lot_page(form: DealLotForm, deal: DealValue, lot: DealLotValue | None) -> ResponseReturnValue:
    is_called_off = lot is not None and bool(called_off_lots([lot.id]))
    page = render_template("procurement/deal_lot.html", form=form, deal=deal, lot=lot, is_called_off=is_called_off)
    return page, 422 if form.error_list else 200


def _found(deal: DealValue, text: str) -> tuple[list[TrustValue], int]:
    """Open trusts of the register that the deal does not name yet, and how many match in all."""
    if not text:
        return [], 0
    rows, total = trusts.search_register(text, open_only=True, size=MOST_FOUND)
    known = {deal.listing.trust_id, *deal.named}
    return [each.trust for each in rows if each.trust.id not in known], total
