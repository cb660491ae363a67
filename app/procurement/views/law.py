"""What the law's arithmetic says of a round, and the exemption under which it may go on."""

from collections.abc import Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.approvals.values import EstimateLine
from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.procurement.actions import exemptions as actions
from app.procurement.forms.exemptions import ExemptionForm
from app.procurement.queries.law import (
    estimate_of,
    exemptions_of,
    is_covered,
    meaning_for,
    splitting_of_round,
    threshold_of,
)
from app.procurement.queries.rounds import check_may_read, get_own_round, get_round
from app.procurement.rules.exemptions import ExemptionRefused, check_can_record
from app.procurement.values import Reading, RoundValue
from app.procurement.views import bp
from app.procurement.views.tabs import round_page
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import acting, actor, needs
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of

PAGE_SIZE = 25
HEADINGS = (
    "Trust", "Lot", "Quantity", "Bought", "Unit price", "Months that count", "Without VAT", "VAT rate", "VAT",
    "With VAT",
)  # fmt: skip


@bp.get("/rounds/<reference>/value")
@acting
def show_value(reference: str) -> ResponseReturnValue:
    """The estimated value with its working, the threshold and what it means; for those who take part."""
    found, today = get_round(reference), london_date(now())
    reading = check_may_read(found, actor())
    if not reading.is_inside:
        raise NotFound(f"{reference} is not for them")
    value, leads, meaning = estimate_of(found, today), reading is Reading.LEAD, meaning_for(found, today)
    names = trusts.names({line.part.participant_id for line in value.lines})
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        download = csv_download if kind == "csv" else sheet_download
        return download(f"value-{reference}", HEADINGS, [_row(each, names) for each in value.lines])
    skip = skip_of(page_number(), PAGE_SIZE)
    return render_template(
        "procurement/show_value.html",
        **round_page(found, reading),
        estimate=value,
        threshold=threshold_of(found, today),
        meaning=meaning,
        splitting=splitting_of_round(found, today) if leads else None,
        names=names,
        page=Page(value.lines[skip : skip + PAGE_SIZE], page_number(), PAGE_SIZE, len(value.lines)),
        exemptions=exemptions_of(found.id) if leads else [],
        may_record=leads and meaning is not None and meaning.is_above and _may_record(found),
    )


@bp.route("/rounds/<reference>/exemption", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def record_exemption(reference: str) -> ResponseReturnValue:
    """Record an exemption for the trust's own round and ask for its approval."""
    found, form = get_own_round(actor().trust, reference), ExemptionForm()
    covered = is_covered(found, london_date(now()))
    check_can_record(found.stage, found.route, exemptions_of(found.id), is_covered=covered)
    if request.method == "POST" and form.validate():
        try:
            actions.record_exemption(
                reference=reference,
                ground=form.ground.data,
                reason=form.reason.data or "",
                actor=actor(),
                at=now(),
            )
        except Refused as refused:
            form.refuse(refused)
        else:
            flash("Recorded, and whoever decides at such a value is asked.")
            return redirect(url_for("procurement.show_value", reference=reference), 303)
    shown = render_template("procurement/record_exemption.html", **round_page(found), form=form)
    return shown, 422 if form.error_list else 200


def _may_record(found: RoundValue) -> bool:
    try:
        covered = is_covered(found, london_date(now()))
        check_can_record(found.stage, found.route, exemptions_of(found.id), is_covered=covered)
    except ExemptionRefused:
        return False
    return True


def _row(line: EstimateLine, names: Mapping[int, str]) -> list[Cell]:
    part = line.part
    bought, rate = "Each year" if part.is_yearly else "Once", f"{part.vat_rate / 100:g}%"
    return [
        names[part.participant_id], part.label, part.quantity, bought, part.unit_price, line.months, line.net, rate,
        line.vat, line.gross,
    ]  # fmt: skip
