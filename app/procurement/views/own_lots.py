"""Typing in what a trust wants a lot at a time, and what one school wants of a lot and has now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.contracts.values import ContractValue
from app.kernel.errors import NotFound
from app.procurement.forms.demand import HeldForm, LotForm, SchoolForm, cell_name, held_fields, quantities_form
from app.procurement.queries.own_page import OwnPage, has_now, replaced_contracts
from app.procurement.rules.demand_lines import Key, check_still, differing, line_of, lines_of, mark_of, with_lot
from app.procurement.rules.held_now import on_their_own, shared_by_most
from app.procurement.rules.rounds_words import unit_words
from app.procurement.values import DemandTyped, LotValue
from app.procurement.values.demand import Held
from app.procurement.views import bp
from app.procurement.views.own_saving import Outcome, barred, kept, own_page_of, today, try_saving
from app.procurement.views.tabs import round_page
from app.trusts.values import Permission
from app.web.access import needs
from app.web.private import kept_private


@dataclass(frozen=True)
class _LotPage:
    """A lot on the page of a trust: what is saved of it, what its schools have now, and most of them alike."""

    page: OwnPage
    lot: LotValue
    replaced: Sequence[ContractValue]
    saved: Sequence[DemandTyped]
    has: Mapping[int | None, Held]
    shared: Held
    own: Mapping[int | None, Held]


@bp.route("/rounds/<reference>/your-trust/lots/<int:lot_id>", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def set_lot(reference: str, lot_id: int) -> ResponseReturnValue:
    """How much of one lot each school wants, and what most of them have now."""
    shown = _lot_page(own_page_of(reference), lot_id)
    if elsewhere := barred(shown.page):
        return elsewhere
    form, changed = _lot_form(shown), list[tuple[Key, int, int]]()
    if form.validate_on_submit():
        lines = with_lot(kept(shown.page), lot_id, _lot_lines(shown, form))
        outcome = try_saving(shown.page, form, lines, check=lambda: check_still(shown.saved, form.seen.data))
        if outcome is Outcome.SAVED:
            flash(f"{shown.lot.title}: saved. The totals of the round count it.")
            return redirect(url_for("procurement.your_trust", reference=reference), 303)
        if outcome is Outcome.CHANGED:
            _show_again(form, shown.saved)
            changed = differing(_wanted(shown), form.quantities)
    answer = render_template(
        "procurement/set_lot.html",
        **round_page(shown.page.round),
        page=shown.page,
        lot=shown.lot,
        form=form,
        name=cell_name,
        own=shown.own,
        changed=changed,
        unit_words=unit_words,
        replaced=shown.replaced,
    )
    return kept_private(answer, 422 if form.error_list else 200)


@bp.route("/rounds/<reference>/your-trust/lots/<int:lot_id>/schools/<int:school_id>", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def set_school(reference: str, lot_id: int, school_id: int) -> ResponseReturnValue:
    """How much of one lot one school wants and what it has now; 0 stands for the trust's own office."""
    shown, key = _lot_page(own_page_of(reference), lot_id), (lot_id, school_id or None)
    if key[1] not in shown.page.school_ids:
        raise NotFound(f"no school {school_id} of theirs")
    if elsewhere := barred(shown.page):
        return elsewhere
    saved, has = [each for each in shown.saved if each.school_id == key[1]], shown.has[key[1]]
    wanted = shown.page.quantities.get(key)
    form, outcome = SchoolForm(data={"seen": mark_of(saved), "quantity": wanted, **held_fields(has)}), Outcome.REFUSED
    if form.validate_on_submit():
        lines = _with_school(shown.page, key, form)
        outcome = try_saving(shown.page, form, lines, check=lambda: check_still(saved, form.seen.data))
        if outcome is Outcome.SAVED:
            flash(f"{shown.page.names[key[1]]}: saved.")
            return redirect(url_for("procurement.set_lot", reference=reference, lot_id=lot_id), 303)
        if outcome is Outcome.CHANGED:
            _show_again(form, saved)
    answer = render_template(
        "procurement/set_school.html",
        **round_page(shown.page.round),
        lot=shown.lot,
        form=form,
        school_name=shown.page.names[key[1]],
        saved=wanted or 0,
        is_changed=outcome is Outcome.CHANGED,
        has=has,
        unit_words=unit_words,
    )
    return kept_private(answer, 422 if form.error_list else 200)


def _lot_page(page: OwnPage, lot_id: int) -> _LotPage:
    try:
        lot = page.round.lot(lot_id)
    except LookupError:
        raise NotFound(f"no lot {lot_id}") from None
    replaced = replaced_contracts(page, today())
    has = has_now(page, lot_id, replaced)
    saved = [each for each in page.wanted if each.lot_id == lot_id]
    wanting = [each.school_id for each in saved if each not in page.left]
    shared = shared_by_most([has[each] for each in wanting] or [each for each in has.values() if each.is_anything])
    return _LotPage(page, lot, replaced, saved, has, shared, on_their_own(has, shared, wanting))


def _wanted(shown: _LotPage) -> dict[Key, int]:
    return {key: quantity for key, quantity in shown.page.quantities.items() if key[0] == shown.lot.id}


def _lot_form(shown: _LotPage) -> LotForm:
    labels = {(shown.lot.id, each): f"Quantity for {shown.page.names[each]}" for each in shown.page.school_ids}
    begins = {"seen": mark_of(shown.saved), **held_fields(shown.shared)}
    return quantities_form(LotForm, labels, _wanted(shown), begins)


def _lot_lines(shown: _LotPage, form: LotForm) -> list[DemandTyped]:
    own = {} if form.for_all.data else shown.own
    return lines_of(form.quantities, {key: own.get(key[1], form.held) for key in form.quantities})


def _with_school(page: OwnPage, key: Key, form: SchoolForm) -> list[DemandTyped]:
    others = [each for each in kept(page) if (each.lot_id, each.school_id) != key]
    return [*others, line_of(key, form.quantity.data, form.held)] if form.quantity.data else others


def _show_again(form: HeldForm, saved: Sequence[DemandTyped]) -> None:
    """Let the next saving replace what somebody else saved meanwhile."""
    form.seen.data = mark_of(saved)
    form.seen.raw_data = [form.seen.data]
