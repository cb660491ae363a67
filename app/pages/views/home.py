"""The front door."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.pages import queries
from app.pages.views import bp
from app.web.access import find_actor, public
from app.web.clock import now


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """A search box and the newest listings; what the site is, or what needs the person who is signed in."""
    who = find_actor()
    needs = queries.list_tasks(who, now()) if who else ()
    return render_template("pages/home.html", front=queries.front(), needs=needs)
