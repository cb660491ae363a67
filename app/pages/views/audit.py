"""The audit trail of the trust acted for."""

from collections.abc import Sequence

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.kernel.clock import LONDON
from app.pages import queries
from app.pages.values import TrailRow
from app.pages.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.downloads import csv_download, sheet_download
from app.web.pagination import Page, page_number, skip_of

SIZE = 50
MOST_EXPORTED = 10_000


@bp.get("/trust/audit")
@needs(Permission.VIEW_AUDIT)
def audit() -> ResponseReturnValue:
    """Who did what to what, when, as far as it concerns the trust."""
    about = request.args.get("about", "")
    wanted = f"{about}." if about in queries.TRAIL_DOMAINS else None
    if request.args.get("format") in ("csv", "xlsx"):
        return _export(queries.list_trail(actor().trust, verb=wanted, most=MOST_EXPORTED), request.args["format"])
    number = page_number()
    rows = queries.list_trail(actor().trust, verb=wanted, skip=skip_of(number, SIZE), most=SIZE)
    page = Page(rows, number, SIZE, queries.count_trail(actor().trust, verb=wanted))
    return render_template("pages/audit.html", page=page, about=about, domains=queries.TRAIL_DOMAINS)


def _export(rows: Sequence[TrailRow], kind: str) -> Response:
    headings = ["When", "Who", "For", "What", "Reference"]
    lines = [(row.at.astimezone(LONDON), row.person, row.trust, row.deed, row.subject) for row in rows]
    return (csv_download if kind == "csv" else sheet_download)("audit-trail", headings, lines)
