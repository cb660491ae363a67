"""The tabs that the lists of secondments share, for those who may open them."""

from collections.abc import Callable
from typing import Any

from flask import request

from app.secondments.queries.desk import count_waiting
from app.secondments.views import bp
from app.secondments.views.salaries import may_see_salaries
from app.trusts.values import Permission
from app.web.access import find_actor

Tab = tuple[str, str, bool, int]


@bp.context_processor
def _tabs() -> dict[str, Callable[[], list[Tab]]]:
    return {"secondment_tabs": secondment_tabs}


def secondment_tabs() -> list[Tab]:
    """What stands above each list: its name, address, whether one is there, how many wait. Empty for others."""
    who: Any = find_actor()
    if who is None or not may_see_salaries(who):
        return []
    hr = who.may(Permission.POST_SECONDMENTS)
    interests, agreements = count_waiting(who.trust) if hr else (0, 0)
    tabs = [("Adverts", "/opportunities", 0)]
    if hr:
        tabs += [("Interests", "/interests", interests), ("Your people", "/secondees", 0)]
    tabs += [
        ("Lent and borrowed", "/secondments", agreements),
        ("Out and in", "/secondments/out-and-in", 0),
    ]
    if hr:
        tabs.append(("Central record", "/secondments/single-central-record", 0))
    return [(text, href, request.path == href, count) for text, href, count in tabs]
