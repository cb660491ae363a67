"""For the owner of a deal: how much each trust called off, and nothing of what it pays."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.procurement.forms.deals import UsageFilterForm
from app.procurement.queries.deals import get_own_deal
from app.procurement.queries.deals_usage import list_usage, totals_by_lot
from app.procurement.rules.call_offs_words import lot_quantity
from app.procurement.values import DealLotValue, DealValue
from app.procurement.values.deals_read import Usage, UsageFilter, UsageSort
from app.procurement.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order

PAGE_SIZE = 20
HEADINGS = ("Trust", "Lot", "Title", "Supplier", "Quantity", "Unit", "Call-offs", "First day", "Last day")


@bp.get("/deals/<reference>/call-offs")
@needs(Permission.RUN_PROCUREMENT)
def show_usage(reference: str) -> ResponseReturnValue:
    """What was called off from a deal of the trust's own, by trust and lot."""
    deal = get_own_deal(actor().trust, reference)
    usage = usage_of(deal)
    return usage if not isinstance(usage, dict) else render_template("procurement/show_usage.html", deal=deal, **usage)


def usage_of(deal: DealValue) -> dict[str, object] | ResponseReturnValue:
    """What a page shows of it, or the file where one was asked for."""
    form = UsageFilterForm(deal.lots)
    key, down = sort_order([each.value for each in UsageSort], first="trust")
    found = list_usage(deal, form.narrowed, sort=UsageSort(key), descending=down)
    lots = {lot.id: lot for lot in deal.lots}
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        download = csv_download if kind == "csv" else sheet_download
        return download(f"call-offs-{deal.reference}", HEADINGS, [_row(each, lots[each.lot_id]) for each in found])
    number = page_number()
    skip = skip_of(number, PAGE_SIZE)
    return {
        "form": form,
        "page": Page(found[skip : skip + PAGE_SIZE], number, PAGE_SIZE, len(found)),
        "is_narrowed": form.narrowed != UsageFilter(),
        "sort": f"-{key}" if down else key,
        "lots": lots,
        "totals": totals_by_lot(deal),
        "quantity": lot_quantity,
    }


def _row(row: Usage, lot: DealLotValue) -> list[Cell]:
    return [
        row.trust, lot.position, lot.title, lot.supplier, row.quantity, lot.unit, row.call_offs, row.start_date,
        row.end_date,
    ]  # fmt: skip
