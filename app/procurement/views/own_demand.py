"""Typing in what a trust wants of every lot for every school, on one page."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.procurement.forms.demand import GridForm, cell_name, keys_of, quantities_form
from app.procurement.queries.own_page import OwnPage, has_now, replaced_contracts
from app.procurement.rules.demand import check_unchanged
from app.procurement.rules.demand_lines import Key, differing, lines_of
from app.procurement.rules.rounds_words import unit_words
from app.procurement.values import DemandTyped
from app.procurement.views import bp
from app.procurement.views.own_saving import Outcome, barred, own_page_of, today, try_saving
from app.procurement.views.tabs import round_page
from app.procurement.views.your_trust import fits_grid
from app.trusts.values import Permission
from app.web.access import needs
from app.web.private import kept_private


@bp.route("/rounds/<reference>/your-trust/demand", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def set_quantities(reference: str) -> ResponseReturnValue:
    """How much of every lot every school wants, on one page; of a trust with many schools, a lot at a time."""
    page = own_page_of(reference)
    if elsewhere := barred(page):
        return elsewhere
    own = url_for("procurement.your_trust", reference=reference)
    if not fits_grid(page):
        return redirect(f"{own}#lots")
    form, changed = _form(page), list[tuple[Key, int, int]]()
    if form.validate_on_submit():
        outcome = try_saving(page, form, _lines(page, form), check=lambda: _check(page, form))
        if outcome is Outcome.SAVED:
            flash("Saved. The totals of the round count it.")
            return redirect(own, 303)
        if outcome is Outcome.CHANGED:
            form.version.show(page.version)
            changed = differing(page.quantities, form.quantities)
    return kept_private(_page(page, form, changed), 422 if form.error_list else 200)


def _form(page: OwnPage) -> GridForm:
    lots = {each.id: each for each in page.round.lots}
    labels = {key: f"{lots[key[0]].title}, {page.names[key[1]]}" for key in keys_of(lots, page.school_ids)}
    return quantities_form(GridForm, labels, page.quantities, {"version": page.version})


def _lines(page: OwnPage, form: GridForm) -> list[DemandTyped]:
    replaced = replaced_contracts(page, today())
    now = {(lot.id, who): each for lot in page.round.lots for who, each in has_now(page, lot.id, replaced).items()}
    return lines_of(form.quantities, now)


def _check(page: OwnPage, form: GridForm) -> None:
    check_unchanged(page.version, form.version.number)


def _page(page: OwnPage, form: GridForm, changed: Sequence[tuple[Key, int, int]]) -> str:
    return render_template(
        "procurement/set_quantities.html",
        **round_page(page.round),
        page=page,
        form=form,
        name=cell_name,
        changed=changed,
        unit_words=unit_words,
    )
