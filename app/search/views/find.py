"""The results page, and the same results to keep."""

from dataclasses import replace

from flask import current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.boards import kinds
from app.kernel.clock import london_date
from app.search import queries
from app.search.asking import Asking, panel_of, read
from app.search.asking.choices import ways_out
from app.search.asking.panel import orders
from app.search.boards import ideas
from app.search.facts import facts_of, heading, withheld
from app.search.index import IndexUnready
from app.search.labels import phase_labels, region_labels
from app.search.values import Hit, Idea, Query, Results
from app.search.views import bp
from app.web.access import find_actor, public
from app.web.clock import now
from app.web.downloads import Cell, csv_download
from app.web.pagination import Page, page_number

MOST_EXPORTED = 1_000
RETRY_SECONDS = 10
HEADINGS = (
    "Reference",
    "Type",
    "Title",
    "Provider",
    "Category",
    "Phases",
    "Regions",
    "Price",
    "Next day",
    "Places left",
)


@bp.get("/search")
@public
def find() -> ResponseReturnValue:
    """Listings that answer what was typed, twenty a page."""
    asking = _asked(page_number())
    query, results = asking.query, queries.find(asking.query)
    if query.page > 1 and not results.hits:
        return redirect(asking.address())
    return render_template(
        "search/find.html",
        heading=heading(query),
        query=query,
        results=results,
        page=Page(results.hits, query.page, query.size, results.total),
        panel=panel_of(asking, results),
        ways_out=ways_out(asking, results),
        withheld=withheld(query),
        ideas=_ideas(query, results),
        orders=orders(asking, results),
        respelled=asking.address({"text": results.suggestion}),
        download=asking.address(path="/search/results.csv"),
        carried=asking.carried("text"),
        kinds=kinds,
        facts={hit.reference: facts_of(hit) for hit in results.hits},
    )


@bp.get("/search/results.csv")
@public
def download_results() -> ResponseReturnValue:
    """The first thousand results as a spreadsheet; how far each is, where distances are measured."""
    query = replace(_asked(1).query, size=MOST_EXPORTED)
    away = ["Miles away"] if query.near else []
    rows = [_row(hit, measured=bool(away)) for hit in queries.find(query).hits]
    return csv_download("search-results", [*HEADINGS, *away, "Published", "Page"], rows)


@bp.errorhandler(IndexUnready)
def say_unready(_: IndexUnready) -> ResponseReturnValue:
    """The index is being built; the worker does that by itself."""
    return render_template("search/unready.html"), 503, {"Retry-After": str(RETRY_SECONDS)}


def _asked(page: int) -> Asking:
    actor, today = find_actor(), london_date(now())
    starts = queries.starting_points(actor.trust_id if actor else None, today)
    return read(request.args, on=today, actor=actor, page=page, starts=starts)


def _ideas(query: Query, results: Results) -> list[Idea]:
    """What else could be done, where something was asked and nothing found."""
    is_in_vain = not results.hits and (query.text or query.is_narrowed)
    return ideas.about(query.text, find_actor(), now()) if is_in_vain else []


def _row(hit: Hit, *, measured: bool) -> list[Cell]:
    away = ["" if hit.miles is None else f"{hit.miles:.1f}"] if measured else []
    return [
        hit.reference,
        kinds[hit.kind].label,
        hit.title,
        hit.provider_name,
        " > ".join(label for _, label in hit.category_path),
        ", ".join(phase_labels(hit.phases)),
        ", ".join(region_labels(hit.regions)),
        hit.price_line,
        hit.next_days[0] if hit.next_days else "",
        "" if hit.places_left is None else hit.places_left,
        *away,
        hit.published_at,
        current_app.extensions["settings"].address + hit.link,
    ]
