"""The results page, and the same results to keep."""

from dataclasses import replace

from flask import current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.boards import kinds
from app.search import queries
from app.search.index import IndexUnready
from app.search.labels import few, phase_labels, region_labels
from app.search.values import Facet, Hit, Query, Results, Sort
from app.search.views import bp
from app.search.views.asking import address_of, carried, query_of
from app.search.views.choices import boxes, branches, chips, ways_out
from app.web.access import public
from app.web.downloads import Cell, csv_download
from app.web.pagination import Page, page_number

MOST_EXPORTED = 1_000
RETRY_SECONDS = 10


@bp.get("/search")
@public
def find() -> ResponseReturnValue:
    """Listings that answer what was typed, twenty a page."""
    query = query_of(request.args, page_number())
    results = queries.find(query)
    if query.page > 1 and not results.hits:
        return redirect(address_of(query))
    return render_template(
        "search/find.html",
        query=query,
        results=results,
        page=Page(results.hits, query.page, query.size, results.total),
        facets=[(facet, boxes(facet, query, results)) for facet in _boxed(query)],
        branches=branches(query, results),
        any_category=address_of(query, {"category": ()}),
        chips=chips(query, results),
        ways_out=ways_out(query, results),
        orders=[(each, address_of(query, {"sort": each.value})) for each in Sort],
        respelled=address_of(query, {"text": results.suggestion}),
        unfiltered=address_of(Query(text=query.text, sort=query.sort)),
        download=address_of(query, path="/search/results.csv"),
        carried=carried(query),
        kinds=kinds,
        facts=_facts(results),
    )


@bp.get("/search/results.csv")
@public
def download_results() -> ResponseReturnValue:
    """The first thousand results as a spreadsheet."""
    query = replace(query_of(request.args, 1), size=MOST_EXPORTED)
    headings = ["Reference", "Type", "Title", "Provider", "Category", "Phases", "Regions", "Price", "Published", "Page"]
    return csv_download("search-results", headings, [_row(hit) for hit in queries.find(query).hits])


@bp.errorhandler(IndexUnready)
def say_unready(_: IndexUnready) -> ResponseReturnValue:
    """The index is being built; the worker does that by itself."""
    return render_template("search/unready.html"), 503, {"Retry-After": str(RETRY_SECONDS)}


def _boxed(query: Query) -> list[Facet]:
    """The facets to tick; there is no choice of kind while listings are all of one kind."""
    offered = [Facet.KIND, Facet.PHASE, Facet.REGION]
    return offered if len(kinds) > 1 or query.kind else offered[1:]


def _row(hit: Hit) -> list[Cell]:
    return [
        hit.reference,
        kinds[hit.kind].label,
        hit.title,
        hit.provider_name,
        " > ".join(label for _, label in hit.category_path),
        ", ".join(phase_labels(hit.phases)),
        ", ".join(region_labels(hit.regions)),
        hit.price_line,
        hit.published_at,
        current_app.extensions["settings"].address + hit.link,
    ]


def _facts(results: Results) -> dict[str, list[str]]:
    """The few words under each result: its category, phases and regions."""
    return {
        hit.reference: [
            *(label for _, label in hit.category_path[-1:]),
            *few(phase_labels(hit.phases), "phases"),
            *few(region_labels(hit.regions), "regions"),
        ]
        for hit in results.hits
    }
