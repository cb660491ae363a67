"""A trust's public page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.pages import queries
from app.pages.views import bp
from app.web.access import public
from app.web.clock import now
from app.web.pagination import Page, page_number, skip_of

SIZE = 20


@bp.get("/trusts/<uid>")
@public
def trust(uid: str) -> ResponseReturnValue:
    """What the register says of a trust, its schools, and what it offers."""
    number = page_number()
    shown = queries.trust_page(uid, london_date(now()), skip=skip_of(number, SIZE), most=SIZE)
    return render_template("pages/trust.html", shown=shown, page=Page(shown.offers, number, SIZE, shown.offered))
