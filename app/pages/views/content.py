"""Help and the statements that every site owes its users."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.pages.views import bp
from app.web.access import public


@bp.get("/help")
@public
def help_pages() -> ResponseReturnValue:
    """How to do each job, and who to ask."""
    return render_template("pages/help_pages.html")


@bp.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("pages/accessibility.html")


@bp.get("/cookies")
@public
def cookies() -> ResponseReturnValue:
    """Which cookies the site sets, and why."""
    return render_template("pages/cookies.html")


@bp.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """What is kept about people, why and for how long."""
    return render_template("pages/privacy.html")
