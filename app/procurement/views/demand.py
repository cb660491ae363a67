"""What all want of a round together: by lot for everybody; by trust and month for those who take part."""

from collections.abc import Sequence
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.drawing import MOST_BARS
from app.kernel.errors import NotFound, Refused
from app.procurement import demand_plots
from app.procurement.actions import missing as actions
from app.procurement.queries.demand import demands_of, totals
from app.procurement.queries.demand_page import sorted_lines, trust_lines
from app.procurement.queries.missing import reminded_at
from app.procurement.queries.rounds import check_may_read, get_round
from app.procurement.rules.missing import CannotRemind, check_can_remind, days_left, waits_until
from app.procurement.rules.rounds_words import unit_words
from app.procurement.rules.totals import totals_of
from app.procurement.values import Demand, LotValue, ParticipationState, Reading, RoundValue
from app.procurement.values.demand import OFFICE, Missing, Totals
from app.procurement.values.demand_page import TrustLine, TrustSort
from app.procurement.views import bp
from app.procurement.views.tabs import round_page
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, find_actor, needs, public
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.drawings import drawing
from app.web.pagination import Page, page_number, skip_of, sort_order

TRUSTS = 50
LOTS = ("Lot", "What is bought", "Unit", "Quantity", "Committed", "Trusts", "Schools")
BY_TRUST = ("Trust", "State", "Still to do", "Lot", "What is bought", "Unit", "Quantity", "Schools", "Joins from")
BY_MONTH = ("Month", "Lot", "What is bought", "Unit", "Joins", "Together by then")
BY_SCHOOL = ("Trust", "School", "Lot", "What is bought", "Unit", "Quantity", "Joins from", "State")


@bp.get("/rounds/<reference>/demand")
@public
def show_demand(reference: str) -> ResponseReturnValue:
    """The totals by lot; for those who take part also by trust and by month of joining, a lot at a time."""
    held = get_round(reference)
    reading = check_may_read(held, find_actor())
    if held.stage is None:
        raise NotFound(f"{reference} is a draft")
    demands = demands_of(held.id)
    wanted = totals_of(held.lots, demands)
    lines = trust_lines(held, demands, is_lead=reading is Reading.LEAD) if reading.is_inside else []
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        return _export(held, reading, wanted, lines, kind)
    lot = _chosen(held)
    sort, downwards = sort_order([each.value for each in TrustSort], first="name")
    narrowed = _of_state(lines, request.args.get("state", ""))
    ordered = sorted_lines(narrowed, TrustSort(sort), lot.id, downwards=downwards)
    skip = skip_of(page_number(), TRUSTS)
    return render_template(
        "procurement/show_demand.html",
        **round_page(held, reading),
        totals=wanted,
        lot=lot,
        shown=Page(ordered[skip : skip + TRUSTS], page_number(), TRUSTS, len(ordered)),
        lines=lines,
        sort=f"{'-' if downwards else ''}{sort}",
        states=_states(lines),
        missing=[each for each in lines if each.lacking],
        until=waits_until(held),
        left=days_left(waits_until(held), london_date(now())),
        barred=_barred(held, lines) if reading is Reading.LEAD else None,
        unit_words=unit_words,
        most_bars=MOST_BARS,
    )


@bp.get("/rounds/<reference>/demand/lots/<int:lot_id>.svg")
@public
def plot_demand(reference: str, lot_id: int) -> ResponseReturnValue:
    """How the demand for a lot grows month by month, for those who take part."""
    held = get_round(reference)
    if not check_may_read(held, find_actor()).is_inside:
        raise NotFound("months are for those who take part")
    wanted = totals(held)
    months = [
        (f"{each.month:%B %Y}", each.together[lot_id] - each.quantities[lot_id], each.quantities[lot_id])
        for each in wanted.months
        if each.quantities.get(lot_id)
    ]
    if not months:
        raise NotFound("nothing of this lot is wanted")
    return drawing(demand_plots.months_svg(tuple((*each, f"{each[1] + each[2]:,}") for each in months)))


@bp.post("/rounds/<reference>/demand/remind")
@needs(Permission.RUN_PROCUREMENT)
def remind_missing(reference: str) -> ResponseReturnValue:
    """Remind the procurement leads of the trusts that the round waits for."""
    try:
        count = actions.remind_missing(reference=reference, actor=actor(), at=now())
        flash(f"Reminder sent to {count} {'trust' if count == 1 else 'trusts'}.")
    except Refused as refused:
        flash(refused.message, "notice")
    return redirect(f"{url_for('procurement.show_demand', reference=reference)}#missing", 303)


def _chosen(held: RoundValue) -> LotValue:
    asked = request.args.get("lot", "")
    return next((each for each in held.lots if str(each.id) == asked), held.lots[0])


def _of_state(lines: Sequence[TrustLine], state: str) -> list[TrustLine]:
    if state == "missing":
        return [each for each in lines if each.lacking]
    known = {each.value for each in ParticipationState}
    return [each for each in lines if state not in known or each.state == state]


def _states(lines: Sequence[TrustLine]) -> list[tuple[str, str, int]]:
    """What the list of trusts may be narrowed to: all, each state that some are in, those who are missing."""
    found = [("", "All", len(lines))]
    for state in ParticipationState:
        count = sum(each.state is state for each in lines)
        found += [(state.value, state.label, count)] if count else []
    count = sum(each.lacking is not None for each in lines)
    return found + ([("missing", "Missing", count)] if count else [])


def _barred(held: RoundValue, lines: Sequence[TrustLine]) -> str:
    """Why the lead cannot remind those who are missing just now; empty where it can."""
    waited = [Missing(each.trust_id, each.lacking) for each in lines if each.lacking]
    try:
        check_can_remind(waited, reminded_at(held.id), london_date(now()))
    except CannotRemind as refused:
        return refused.message
    return ""


def _export(
    held: RoundValue, reading: Reading, wanted: Totals, lines: Sequence[TrustLine], kind: str
) -> ResponseReturnValue:
    of = request.args.get("of", "lots")
    if (of in ("trusts", "months") and not reading.is_inside) or (of == "schools" and reading is not Reading.LEAD):
        raise NotFound(f"{of} are not for them")
    made = {"trusts": _by_trust, "months": _by_month}
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    if of == "schools":
        headings, rows = BY_SCHOOL, _by_school(held, lines)
    elif of in made:
        headings, rows = made[of](held, wanted, lines)
    else:
        of, headings, rows = "lots", LOTS, [_lot_cells(held, wanted, each) for each in held.lots]
    download = csv_download if kind == "csv" else sheet_download
    return download(f"demand-by-{of[:-1]}-{held.reference}", headings, rows)


def _names(lot: LotValue) -> list[Cell]:
    return [lot.position, lot.title, unit_words(lot)]


def _lot_cells(held: RoundValue, wanted: Totals, lot: LotValue) -> list[Cell]:
    total = wanted.lot(lot.id)
    return [*_names(held.lot(lot.id)), total.quantity, total.committed, total.trusts, total.schools]


def _by_trust(held: RoundValue, _: Totals, lines: Sequence[TrustLine]) -> tuple[Sequence[str], list[list[Cell]]]:
    rows: list[list[Cell]] = []
    for each in sorted(lines, key=lambda one: (one.name.casefold(), one.trust_id)):
        who = [each.name, each.state.label if each.state else "Invited", each.lacking.label if each.lacking else ""]
        wanted = [lot for lot in held.lots if each.quantity(lot.id)]
        rows += [
            [*who, *_names(lot), each.quantity(lot.id), each.schools(lot.id), _month(each.joins(lot.id))]
            for lot in wanted
        ]
        rows += [] if wanted else [[*who, None, "", "", 0, 0, ""]]
    return BY_TRUST, rows


def _month(day: date | None) -> str:
    """The month alone: the day before is the end of a contract, which is the trust's own to know."""
    return f"{day:%B %Y}" if day else ""


def _by_month(held: RoundValue, wanted: Totals, _: Sequence[TrustLine]) -> tuple[Sequence[str], list[list[Cell]]]:
    rows: list[list[Cell]] = [
        [month.month, *_names(lot), month.quantities[lot.id], month.together[lot.id]]
        for month in wanted.months
        for lot in held.lots
        if month.quantities[lot.id]
    ]
    return BY_MONTH, rows


def _by_school(held: RoundValue, lines: Sequence[TrustLine]) -> list[list[Cell]]:
    """Where what is bought goes: what the lead trust sends out with the notice."""
    names = {each.trust_id: each.name for each in lines}
    demands = demands_of(held.id)
    schools = trusts.schools_by_id({each.school_id for each in demands if each.school_id is not None})

    def key(each: Demand) -> tuple[str, bool, str, int]:
        school = schools[each.school_id].name if each.school_id else ""
        return names[each.trust_id].casefold(), each.school_id is None, school, each.lot_id

    return [
        [
            names[each.trust_id],
            schools[each.school_id].name if each.school_id else OFFICE,
            *_names(held.lot(each.lot_id)),
            each.quantity,
            each.joins_date,
            each.state.label,
        ]
        for each in sorted(demands, key=key)
    ]
