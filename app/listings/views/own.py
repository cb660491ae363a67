"""The list of a trust's own listings."""

from functools import partial

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.boards import kinds
from app.listings import boards, queries
from app.listings.categories import label_of
from app.listings.forms import ListingFilterForm
from app.listings.values import ListingFilter, ListingSort, ListingValue
from app.listings.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.downloads import Cell, csv_download
from app.web.pagination import Page, page_number, skip_of, sort_order

PAGE_SIZE = 20
HEADINGS = ("Reference", "Type", "Title", "Category", "State", "Phases", "Regions", "Published", "Last changed")


@bp.get("/listings")
@needs(Permission.VIEW_TRUST)
def list_own() -> ResponseReturnValue:
    """What the trust offers of the kinds that the person publishes, drafts and closed ones too."""
    pages, trust = boards.pages_for(actor()) or abort(403), actor().trust
    own = [each.kind for each in pages]
    form = ListingFilterForm((kind.name, kind.label) for kind in kinds.values() if kind.name in own)
    key, down = sort_order([each.value for each in ListingSort], first="-changed")
    ask = partial(queries.list_own, trust, form.narrowed, sort=ListingSort(key), descending=down, kinds=own)
    if request.args.get("format") == "csv":
        return _export(ask(most=None))
    number = page_number()
    listings = ask(skip=skip_of(number, PAGE_SIZE), most=PAGE_SIZE)
    page = Page(listings, number, PAGE_SIZE, queries.count_own(trust, form.narrowed, kinds=own))
    return render_template(
        "listings/list_own.html",
        form=form,
        page=page,
        is_narrowed=form.narrowed != ListingFilter(),
        sort=f"-{key}" if down else key,
        kind_pages=pages,
        page_of=boards.page_of,
        kinds=kinds,
        label_of=label_of,
    )


def _export(listings: list[ListingValue]) -> ResponseReturnValue:
    return csv_download("listings", HEADINGS, [_row(each) for each in listings])


def _row(listing: ListingValue) -> list[Cell]:
    kind = kinds.get(listing.kind)
    return [
        listing.reference,
        kind.label if kind else listing.kind,
        listing.title,
        label_of(listing.category),
        listing.state_label,
        ", ".join(listing.phase_labels),
        ", ".join(listing.region_labels),
        listing.published_at,
        listing.changed_at,
    ]
