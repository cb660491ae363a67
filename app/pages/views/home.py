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
    """A search box, the newest services and the courses to come; what the site is, or what needs who is signed in."""
    who, at = find_actor(), now()
    needs = queries.list_tasks(who, at) if who else ()
    return render_template("pages/home.html", front=queries.front(at), needs=needs)
