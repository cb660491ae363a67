"""What needs the person who looks."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.pages import queries
from app.pages.views import bp
from app.web.access import actor, signed_in
from app.web.clock import now


@bp.get("/dashboard")
@signed_in
def dashboard() -> ResponseReturnValue:
    """What needs this person, where their trust stands, and what happened last."""
    return render_template("pages/dashboard.html", desk=queries.desk(actor(), now()))
