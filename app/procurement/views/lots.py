"""The lots of a round and their tiers, each on a page of its own."""

from dataclasses import replace

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.errors import NotFound, Refused
from app.listings.rules import Incomplete, Outdated
from app.procurement.actions.rounds_rows import typed_of
from app.procurement.forms.lots import LotForm, lot_form
from app.procurement.queries.rounds import get_own_round
from app.procurement.rules import rounds as rules
from app.procurement.rules.rounds_words import unit_words
from app.procurement.rules.tier_words import amount_words
from app.procurement.values import LotTyped, LotValue, RoundValue, Stage
from app.procurement.views import bp
from app.procurement.views.rounds import save_lots
from app.procurement.views.tasks import parts_open
from app.trusts.values import Permission
from app.web.access import actor, needs


@bp.get("/rounds/<reference>/lots")
@needs(Permission.RUN_PROCUREMENT)
def list_lots(reference: str) -> ResponseReturnValue:
    """The lots of a round, to add to, change and remove."""
    held = _held(reference)
    return render_template("procurement/list_lots.html", held=held, unit=unit_words, amount=amount_words)


@bp.route("/rounds/<reference>/lots/new", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def add_lot(reference: str) -> ResponseReturnValue:
    """Add a lot with its tiers."""
    return _edit(_held(reference), None)


@bp.route("/rounds/<reference>/lots/<int:lot_id>", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def change_lot(reference: str, lot_id: int) -> ResponseReturnValue:
    """Change a lot and its tiers."""
    held = _held(reference)
    return _edit(held, _lot(held, lot_id))


@bp.route("/rounds/<reference>/lots/<int:lot_id>/remove", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def remove_lot(reference: str, lot_id: int) -> ResponseReturnValue:
    """Take a lot out of a round; asks first."""
    held = _held(reference)
    lot, refusal = _lot(held, lot_id), ""
    if request.method == "POST":
        typed = typed_of(held)
        left = tuple(each for each in typed.lots if each.id != lot_id)
        try:
            save_lots(held, replace(typed, lots=left), held.listing.version)
        except Incomplete as incomplete:
            refusal = next((each.message for each in incomplete.faults), "")
        else:
            flash(f"“{lot.title}” removed")
            return redirect(url_for("procurement.list_lots", reference=reference), 303)
    page = render_template(
        "procurement/remove_lot.html", held=held, lot=lot, refusal=refusal, undoes=held.stage is Stage.COMMITMENT
    )
    return page, 422 if refusal else 200


def _held(reference: str) -> RoundValue:
    held = get_own_round(actor().trust, reference)
    rules.check_can_change(held)
    if "lots" not in parts_open(held):
        raise NotFound(f"the lots of {reference} are fixed")
    return held


def _lot(held: RoundValue, lot_id: int) -> LotValue:
    try:
        return held.lot(lot_id)
    except LookupError:
        raise NotFound(f"no lot {lot_id} of {held.reference}") from None


def _edit(held: RoundValue, lot: LotValue | None) -> ResponseReturnValue:
    form = lot_form(lot, held.listing.version)
    if form.validate_on_submit():
        try:
            _save(held, form.typed(lot.id if lot else None), form.version.number)
        except Incomplete as incomplete:
            _refuse(form, incomplete)
        except Outdated as outdated:
            form.refuse(outdated)
            form.version.show(held.listing.version)
        else:
            flash("Lot saved")
            return redirect(url_for("procurement.list_lots", reference=held.reference), 303)
    page = render_template(
        "procurement/change_lot.html", form=form, held=held, lot=lot, undoes=held.stage is Stage.COMMITMENT
    )
    return page, 422 if form.error_list else 200


def _save(held: RoundValue, lot: LotTyped, version: int) -> None:
    """Have the lot in its place, or last where it is new. Its faults are told first, then those of the rest."""
    typed = typed_of(held)
    kept = tuple(lot if each.id == lot.id else each for each in typed.lots)
    save_lots(held, replace(typed, lots=kept if lot.id else (*kept, lot)), version)


def _refuse(form: LotForm, incomplete: Incomplete) -> None:
    """What is wrong with this lot stands beside its field; what is wrong with the round, at the top."""
    said: set[tuple[str | None, str]] = set()
    for fault in incomplete.faults:
        if (fault.field, fault.message) not in said:
            said.add((fault.field, fault.message))
            form.refuse(Refused(fault.message, field=fault.field))
