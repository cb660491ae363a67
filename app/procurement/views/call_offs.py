"""A trust's own call-offs: the list, one of them, its order on paper, and cancelling it."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.contracts import queries as contracts
from app.kernel.clock import london_date
from app.kernel.errors import NotFound, Refused
from app.procurement.actions import call_offs as actions
from app.procurement.call_off_paper import call_off_pdf
from app.procurement.forms.call_offs import CallOffFilterForm
from app.procurement.queries.call_offs import (
    count_call_offs,
    get_call_off_page,
    list_call_offs,
)
from app.procurement.queries.deals import may_read
from app.procurement.rules.call_offs import can_cancel, whole_months
from app.procurement.rules.call_offs_words import lot_quantity, months_words
from app.procurement.values import CallOffState
from app.procurement.values.call_offs import CallOffFilter, CallOffListed, CallOffPage, CallOffSort
from app.procurement.views import bp
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now
from app.web.downloads import Cell, csv_download, pdf_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order

PAGE_SIZE = 20
HEADINGS = (
    "Call-off", "Deal", "Deal reference", "Listed by", "Suppliers", "State", "First day", "Last day",
    "Value without VAT", "Value with VAT", "PO number",
)  # fmt: skip
DEEDS = {
    "procurement.call_off_asked": "Asked for",
    "procurement.call_off_placed": "Called off",
    "procurement.call_off_declined": "Not approved",
    "procurement.call_off_cancelled": "Cancelled",
    "procurement.call_off_lapsed": "Not approved in time",
}


@bp.get("/call-offs", endpoint="list_call_offs")
@needs(Permission.VIEW_TRUST)
def show_call_offs() -> ResponseReturnValue:
    """What the trust called off, or asked to."""
    form, trust = CallOffFilterForm(), actor().trust
    key, down = sort_order([each.value for each in CallOffSort], first="-asked")
    narrowed, sort = form.narrowed, CallOffSort(key)
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        every = list_call_offs(trust, narrowed, sort=sort, descending=down, most=None)
        download = csv_download if kind == "csv" else sheet_download
        return download("call-offs", HEADINGS, [_row(each) for each in every])
    number = page_number()
    lines = list_call_offs(trust, narrowed, sort=sort, descending=down, skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE)
    return render_template(
        "procurement/list_call_offs.html",
        form=form,
        page=Page(lines, number, PAGE_SIZE, count_call_offs(trust, narrowed)),
        is_narrowed=narrowed != CallOffFilter(),
        sort=f"-{key}" if down else key,
    )


@bp.get("/call-offs/<reference>")
@needs(Permission.VIEW_TRUST)
def show_call_off(reference: str) -> ResponseReturnValue:
    """One call-off, what it comes to, where it stands, and what may be done now."""
    who = actor()
    found = get_call_off_page(who.trust, reference)
    held = found.held
    return render_template(
        "procurement/show_call_off.html",
        found=found,
        held=held,
        deal=found.deal,
        quantity=lot_quantity,
        length=months_words(whole_months(held.start_date, held.end_date)),
        cancels=who.may(Permission.RUN_PROCUREMENT) and _can_cancel(found),
        contract=_contract(found) if who.may(Permission.VIEW_CONTRACTS) else None,
        reads_deal=found.deal.is_of_round or may_read(found.deal, who),
        timeline_rows=trusts.list_told(who.trust, _about(found), DEEDS),
    )


@bp.get("/call-offs/<reference>/order-<int:number>.pdf")
@needs(Permission.VIEW_TRUST)
def download_order(reference: str, number: int) -> Response:
    """The order to one supplier, by its place among those of the call-off; there is none before it stands."""
    found = get_call_off_page(actor().trust, reference)
    if found.held.state is not CallOffState.PLACED or not 1 <= number <= len(found.suppliers):
        raise NotFound(f"no order {number} of {reference}")
    document = call_off_pdf(found, supplier=found.suppliers[number - 1], trust=trusts.get_trust(actor().trust))
    return pdf_download(f"order-{reference}-{number}", document)


@bp.route("/call-offs/<reference>/cancel", methods=["GET", "POST"])
@needs(Permission.RUN_PROCUREMENT)
def cancel_call_off(reference: str) -> ResponseReturnValue:
    """Take a call-off back before it starts; asks first."""
    found = get_call_off_page(actor().trust, reference)
    if request.method == "POST":
        try:
            actions.cancel_call_off(reference=reference, actor=actor(), at=now())
        except Refused as refused:
            flash(refused.message, "notice")
        else:
            flash("Cancelled. The trust that lists the deal is told." if _stands(found) else "Cancelled")
        return redirect(url_for("procurement.show_call_off", reference=reference), 303)
    if not _can_cancel(found):
        return redirect(url_for("procurement.show_call_off", reference=reference))
    return render_template("procurement/cancel_call_off.html", found=found, held=found.held, deal=found.deal)


def _can_cancel(found: CallOffPage) -> bool:
    return can_cancel(found.held.state, start=found.held.start_date, today=london_date(now()))


def _stands(found: CallOffPage) -> bool:
    return found.held.state is CallOffState.PLACED


def _contract(found: CallOffPage) -> str | None:
    contract = contracts.find_by_source(found.held.trust_id, found.held.reference)
    return contract.reference if contract else None


def _about(found: CallOffPage) -> list[str]:
    return [each for each in (found.held.reference, found.held.approval_reference) if each]


def _row(row: CallOffListed) -> list[Cell]:
    held = row.held
    return [
        held.reference, row.title, row.deal_reference, row.owner, row.suppliers, held.state.label, held.start_date,
        held.end_date, held.net, held.gross, held.po_number,
    ]  # fmt: skip
