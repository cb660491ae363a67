"""A trust's public page."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.pages import queries
from app.pages.views import bp
from app.web.access import public
from app.web.clock import now
from app.web.pagination import Page, page_number, skip_of

SIZE = 20
FIRST = 5


@bp.get("/trusts/<uid>")
@public
def trust(uid: str) -> ResponseReturnValue:
    """What the register says of a trust, its schools, and what it offers: the first few of each kind, or all of one."""
    shown = queries.trust_page(uid, now())
    shelf = next((each for each in shown.shelves if each.kind == request.args.get("kind")), None)
    if shelf is None:
        return render_template("pages/trust.html", shown=shown, first=FIRST)
    number = page_number()
    skip = skip_of(number, SIZE)
    page = Page(shelf.offers[skip : skip + SIZE], number, SIZE, len(shelf.offers))
    return render_template("pages/trust_offers.html", shown=shown, shelf=shelf, page=page)
