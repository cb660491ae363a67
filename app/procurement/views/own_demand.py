"""Typing in what a trust wants: all of it on one page, a lot at a time, or one school of a lot."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.procurement.actions.joining import set_demand
from app.procurement.demand_sheet import unit_words
from app.procurement.forms.demand import (
    GridForm,
    HeldForm,
    LotForm,
    QuantitiesForm,
    SchoolForm,
    cell_name,
    held_fields,
    keys_of,
    quantities_form,
)
from app.procurement.queries.own_page import OwnPage, has_now, own_page, replaced_contracts
from app.procurement.queries.rounds import check_may_read, get_round, is_open_to
from app.procurement.rules.demand import ChangedMeanwhile, DemandRefused, as_typed, check_can_change, check_unchanged
from app.procurement.rules.demand_lines import Key, check_still, differing, line_of, lines_of, mark_of, with_lot
from app.procurement.rules.held_now import on_their_own, shared_by_most
from app.procurement.rules.joining import check_can_join
from app.procurement.values import DemandTyped, LotValue
from app.procurement.values.demand import OFFICE, Held
from app.procurement.views import bp
from app.procurement.views.tabs import round_page
from app.procurement.views.your_trust import fits_grid
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.private import kept_private

SAVED = "Saved. The totals of the round count it."


@bp.route("/rounds/<reference>/your-trust/demand", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def set_quantities(reference: str) -> ResponseReturnValue:
    """How much of every lot every school wants, on one page; of a trust with many schools, a lot at a time."""
    page = own_page_of(reference)
    if elsewhere := barred(page):
        return elsewhere
    if not fits_grid(page):
        return redirect(f"{url_for('procurement.your_trust', reference=reference)}#lots")
    lots = {each.id: each for each in page.round.lots}
    labels = {key: f"{lots[key[0]].title}, {page.names[key[1]]}" for key in keys_of(lots, page.school_ids)}
    form = quantities_form(GridForm, labels, page.quantities, {"version": page.version})
    changed: list[tuple[Key, int, int]] = []
    if form.validate_on_submit():
        replaced = replaced_contracts(page, _today())
        now_of = {(lot, school): has for lot in lots for school, has in has_now(page, lot, replaced).items()}
        try:
            check_unchanged(page.version, form.version.number)
            _save(page, lines_of(form.quantities, now_of))
            flash(SAVED)
            return _back(reference)
        except ChangedMeanwhile as refused:
            form.refuse(refused)
            form.version.show(page.version)
            changed = differing(page.quantities, form.quantities)
        except DemandRefused as refused:
            _put(form, refused, lines_of(form.quantities, now_of))
        except Refused as refused:
            form.refuse(refused)
    answer = render_template(
        "procurement/set_quantities.html",
        **round_page(page.round),
        page=page,
        form=form,
        name=cell_name,
        changed=changed,
        unit_words=unit_words,
    )
    return kept_private(answer, 422 if form.error_list else 200)


@bp.route("/rounds/<reference>/your-trust/lots/<int:lot_id>", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def set_lot(reference: str, lot_id: int) -> ResponseReturnValue:
    """How much of one lot each school wants, and what most of them have now."""
    page = own_page_of(reference)
    lot = _lot(page, lot_id)
    if elsewhere := barred(page):
        return elsewhere
    has = has_now(page, lot_id, replaced_contracts(page, _today()))
    wanting = [each.school_id for each in page.wanted if each.lot_id == lot_id and each not in page.left]
    shared = shared_by_most([has[each] for each in wanting] or [each for each in has.values() if each.is_anything])
    own = on_their_own(has, shared, wanting)
    labels = {(lot_id, each): f"Quantity for {page.names[each]}" for each in page.school_ids}
    wanted = {key: each for key, each in page.quantities.items() if key[0] == lot_id}
    saved = [each for each in page.wanted if each.lot_id == lot_id]
    form = quantities_form(LotForm, labels, wanted, {"seen": mark_of(saved), **held_fields(shared)})
    assert isinstance(form, LotForm), "it is made of one"
    changed: list[tuple[Key, int, int]] = []
    if form.validate_on_submit():
        lines = _lot_lines(form, {} if form.for_all.data else own)
        try:
            check_still(saved, form.seen.data)
            _save(page, with_lot(_kept(page), lot_id, lines))
            flash(f"{lot.title}: saved. The totals of the round count it.")
            return _back(reference)
        except ChangedMeanwhile as refused:
            _explain(form, refused, saved)
            changed = differing(wanted, form.quantities)
        except DemandRefused as refused:
            _put(form, refused, with_lot(_kept(page), lot_id, lines))
        except Refused as refused:
            form.refuse(refused)
    answer = render_template(
        "procurement/set_lot.html",
        **round_page(page.round),
        page=page,
        lot=lot,
        form=form,
        name=cell_name,
        has=has,
        own=own,
        changed=changed,
        unit_words=unit_words,
        replaced=replaced_contracts(page, _today()),
    )
    return kept_private(answer, 422 if form.error_list else 200)


@bp.route("/rounds/<reference>/your-trust/lots/<int:lot_id>/schools/<int:school_id>", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def set_school(reference: str, lot_id: int, school_id: int) -> ResponseReturnValue:
    """How much of one lot one school wants and what it has now; 0 stands for the trust's own office."""
    page = own_page_of(reference)
    lot, key = _lot(page, lot_id), (lot_id, school_id or None)
    if key[1] not in page.school_ids:
        raise NotFound(f"no school {school_id} of theirs")
    if elsewhere := barred(page):
        return elsewhere
    has = has_now(page, lot_id, replaced_contracts(page, _today()))[key[1]]
    saved = [each for each in page.wanted if (each.lot_id, each.school_id) == key]
    begins = {"seen": mark_of(saved), "quantity": page.quantities.get(key), **held_fields(has)}
    form, changed = SchoolForm(data=begins), False
    if form.validate_on_submit():
        line = [line_of(key, form.quantity.data, form.held)] if form.quantity.data else []
        others = [each for each in _kept(page) if (each.lot_id, each.school_id) != key]
        try:
            check_still(saved, form.seen.data)
            _save(page, [*others, *line])
            flash(f"{page.names[key[1]]}: saved.")
            return redirect(url_for("procurement.set_lot", reference=reference, lot_id=lot_id), 303)
        except ChangedMeanwhile as refused:
            _explain(form, refused, saved)
            changed = True
        except DemandRefused as refused:
            _put(form, refused, [*others, *line])
        except Refused as refused:
            form.refuse(refused)
    answer = render_template(
        "procurement/set_school.html",
        **round_page(page.round),
        page=page,
        lot=lot,
        form=form,
        school_name=page.names[key[1]],
        saved=page.quantities.get(key, 0) if changed else None,
        has=has,
        unit_words=unit_words,
    )
    return kept_private(answer, 422 if form.error_list else 200)


def _today() -> date:
    return london_date(now())


def own_page_of(reference: str) -> OwnPage:
    """The page of the actor's trust in a published round that they may read. Raises NotFound."""
    held = get_round(reference)
    check_may_read(held, actor())
    if held.stage is None:
        raise NotFound(f"{reference} is a draft")
    return own_page(held, actor().trust, _today())


def _lot(page: OwnPage, lot_id: int) -> LotValue:
    try:
        return page.round.lot(lot_id)
    except LookupError:
        raise NotFound(f"no lot {lot_id}") from None


def barred(page: OwnPage) -> ResponseReturnValue | None:
    """What a person is shown instead of a form where their trust may not join, or not change what it wants now."""
    try:
        check_can_change(page.round, page.state)
        if not page.is_in:
            is_open = is_open_to(page.round, actor().trust, _today())
            check_can_join(page.round, trusts.get_trust(actor().trust), is_open_to=is_open)
    except Refused as refused:
        flash(refused.message, "notice")
        return redirect(url_for("procurement.your_trust", reference=page.round.reference), 303)
    return None


def _kept(page: OwnPage) -> list[DemandTyped]:
    """What the trust wants already, as it was typed, but for schools that are its own no longer."""
    return [as_typed(page.round.start_date, each) for each in page.wanted if each not in page.left]


def _lot_lines(form: LotForm, own: Mapping[int | None, Held]) -> list[DemandTyped]:
    return lines_of(form.quantities, {key: own.get(key[1], form.held) for key in form.quantities})


def _save(page: OwnPage, lines: Sequence[DemandTyped]) -> None:
    """Save what was typed over what was read: whoever saves between the two is asked for again, not lost."""
    set_demand(reference=page.round.reference, lines=lines, version=page.version, actor=actor(), at=now())


def _back(reference: str) -> ResponseReturnValue:
    return redirect(url_for("procurement.your_trust", reference=reference), 303)


def _explain(form: HeldForm, refused: Refused, saved: Sequence[DemandTyped]) -> None:
    """Say that somebody else saved meanwhile, and let the next saving replace what they did."""
    form.refuse(refused)
    form.seen.data = mark_of(saved)
    form.seen.raw_data = [form.seen.data]


def _put(form: HeldForm | QuantitiesForm, refused: DemandRefused, lines: Sequence[DemandTyped]) -> None:
    """Each fault beside its field, once; what a form has no field for stands at its top, with the school's name."""
    said: set[tuple[str, str]] = set()
    for fault in refused.faults:
        line = lines[fault.place]
        box = cell_name((line.lot_id, line.school_id))
        where = box if fault.field == "quantity" and box in form else fault.field or ""
        is_known = where in form
        school = trusts.schools_by_id([line.school_id])[line.school_id].name if line.school_id else OFFICE
        message = fault.message if is_known else f"{school}: {fault.message}"
        if (where, message) not in said:
            form.refuse(Refused(message, field=where if is_known else None))
        said.add((where, message))
