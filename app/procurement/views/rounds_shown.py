"""The page of a round, and the lists of rounds."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.procurement.queries.rounds import check_may_read, get_round
from app.procurement.views import bp
from app.procurement.views.tabs import round_page
from app.web.access import find_actor, public


@bp.get("/rounds/<reference>")
@public
def show_round(reference: str) -> ResponseReturnValue:
    """A round as its reader may know it; its own procurement leads see a draft too, and what they may do with it."""
    held = get_round(reference)
    reading = check_may_read(held, find_actor())
    return render_template("procurement/show_round.html", **round_page(held, reading))


@bp.get("/rounds")
@public
def list_rounds() -> ResponseReturnValue:
    """The rounds that whoever asks may read."""
    return render_template("procurement/list_rounds.html")
