"""The page of an awarded deal, and the list of those that are open to its reader."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.kernel.cpv import title_of
from app.listings.categories import label_of
from app.listings.values import ListingState
from app.procurement.forms.deals import DealFilterForm
from app.procurement.queries.call_offs import list_under
from app.procurement.queries.deals import called_off_lots, check_may_read, get_deal, list_deals
from app.procurement.rules.call_offs_words import lot_price
from app.procurement.rules.deals import is_open
from app.procurement.values import DealAudience
from app.procurement.values.deals_read import DealFilter, DealListed, DealSort
from app.procurement.views import bp
from app.procurement.views.deals_documents import documents_shown, reads_all
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import find_actor, public
from app.web.clock import now
from app.web.downloads import Cell, csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of, sort_order

PAGE_SIZE = 20
HEADINGS = (
    "Reference", "Deal", "Listed by", "Suppliers", "CPV code", "Lots", "Last day to call off", "Last day of supply",
    "Who may call off",
)  # fmt: skip


@bp.get("/deals", endpoint="list_deals")
@public
def show_deals() -> ResponseReturnValue:
    """The deals that may be called off today and that the reader may see."""
    who, today = find_actor(), london_date(now())
    acts = who is not None and who.trust_id is not None
    form = DealFilterForm(acts=acts)
    key, down = sort_order([each.value for each in DealSort], first="until")
    found = list_deals(who, form.narrowed, on=today, sort=DealSort(key), descending=down)
    kind = request.args.get("format")
    if kind in ("csv", "xlsx"):
        download = csv_download if kind == "csv" else sheet_download
        return download("awarded-deals", HEADINGS, [_row(each) for each in found])
    number = page_number()
    skip = skip_of(number, PAGE_SIZE)
    return render_template(
        "procurement/list_deals.html",
        form=form,
        page=Page(found[skip : skip + PAGE_SIZE], number, PAGE_SIZE, len(found)),
        is_narrowed=form.narrowed != DealFilter(),
        sort=f"-{key}" if down else key,
        acts=acts,
        runs=who is not None and who.may(Permission.RUN_PROCUREMENT),
    )


@bp.get("/deals/<reference>")
@public
def show_deal(reference: str) -> ResponseReturnValue:
    """A deal as those see it whom it is for; its own procurement leads see a draft too, and what they may do."""
    deal, who, today = get_deal(reference), find_actor(), london_date(now())
    check_may_read(deal, who)
    listing = deal.listing
    is_own = who is not None and who.trust_id == listing.trust_id
    runs = who is not None and who.may(Permission.RUN_PROCUREMENT)
    keeps = is_own and runs
    documents, more_documents = documents_shown(deal, who)
    acts = who is not None and who.trust_id is not None
    page = render_template(
        "procurement/show_deal.html",
        deal=deal,
        listing=listing,
        owner=trusts.get_trust(listing.trust_id),
        category=label_of(listing.category) if listing.category else "",
        cpv=f"{deal.cpv} {title_of(deal.cpv)}" if deal.cpv else "",
        price=lot_price,
        documents=documents,
        more_documents=more_documents,
        is_own=is_own,
        keeps=keeps,
        is_open=is_open(deal, on=today),
        is_signed_in=who is not None,
        runs=runs,
        may_call=acts and reads_all(deal, who),
        mine=list_under(deal.id, who.trust) if who is not None and acts else [],
        fixed=called_off_lots(lot.id for lot in deal.lots) if keeps else frozenset(),
        named=sorted(trusts.names(deal.named).values()) if is_own and deal.audience is DealAudience.NAMED else [],
    )
    return page, 410 if listing.state is ListingState.CLOSED and not is_own else 200


def _row(row: DealListed) -> list[Cell]:
    deal = row.deal
    return [
        deal.reference, deal.listing.title, row.owner, ", ".join(row.suppliers), deal.cpv, len(deal.lots),
        deal.until_date, deal.last_date, deal.audience.label,
    ]  # fmt: skip
