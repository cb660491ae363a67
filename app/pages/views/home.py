"""The front door."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.pages import queries
from app.pages.views import bp
from app.web.access import public


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """What the site is, a search box, and the newest listings."""
    return render_template("pages/home.html", front=queries.front())
