"""A trust's public page."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.pages import queries
from app.pages.views import bp
from app.web.access import public
from app.web.clock import now


@bp.get("/trusts/<uid>")
@public
def trust(uid: str) -> ResponseReturnValue:
    """What the register says of a trust, its schools, and everything it offers."""
    return render_template("pages/trust.html", shown=queries.trust_page(uid, london_date(now())))
