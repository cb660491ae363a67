"""The page of an advert's matches, for the HR leads of its own trust."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from app.kernel.clock import london_date
from app.secondments.documents import address_of
from app.secondments.queries.matches import match_page
from app.secondments.rules.adverts_words import price_words, when_words, working_words
from app.secondments.values.matches import MatchShown
from app.secondments.views import bp
from app.trusts.values import Permission
from app.web.access import actor, needs
from app.web.clock import now


@bp.get("/matches/<reference>")
@needs(Permission.POST_SECONDMENTS)
def show_matches(reference: str) -> ResponseReturnValue:
    """What answers one of the trust's own adverts, and why; from here interest begins."""
    found = match_page(actor().trust, reference, london_date(now()))
    page = Response(render_template("secondments/show_matches.html", page=found, link=address_of, facts=_facts))
    page.headers["Cache-Control"] = "no-store"
    return page


def _facts(each: MatchShown) -> list[str]:
    typed = each.match.advert.particulars
    return [words for words in (when_words(typed), working_words(typed.working), price_words(typed)) if words]
