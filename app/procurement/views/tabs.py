"""What the pages of a round share: its heading, what is next, and the tabs that its reader may open."""

from typing import Any

from flask import request

from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.procurement.queries.rounds import is_open_to, reading_of
from app.procurement.rules.rounds_words import next_words
from app.procurement.values import Reading, RoundValue, Stage
from app.trusts import queries as trusts
from app.trusts.values import Permission
from app.web.access import find_actor
from app.web.clock import now

Tab = tuple[str, str, bool, int]
CALLED_OFF = (Stage.CALL_OFF, Stage.IN_CONTRACT, Stage.CLOSED)
AWARDED = (Stage.STANDSTILL, Stage.AWARDED, *CALLED_OFF)
EVALUATED = (Stage.EVALUATION, *AWARDED)
AGREED = (Stage.COMMITMENT, Stage.OUT_TO_BID, *EVALUATED)


def round_page(held: RoundValue, reading: Reading | None = None) -> dict[str, Any]:
    """What `procurement/_round.html` needs: pass it to the template of a page of a round with what the page shows.

    `reading` is what `check_may_read` gave.
    """
    who = find_actor()
    return {
        "held": held,
        "reading": reading_of(held, who) if reading is None else reading,
        "lead": trusts.get_trust(held.lead_id),
        "next_words": next_words(held, london_date(now())),
        "tabs": tabs_of(held, who),
    }


def tabs_of(held: RoundValue, actor: Actor | None) -> list[Tab]:
    """The name and address of each page of a round that somebody may open and that has something, whether one is
    there, and 0. None for a draft, which has only one page."""
    stage = held.stage
    if stage is None:
        return []
    reading, page = reading_of(held, actor), f"/rounds/{held.reference}"
    inside, leads = reading.is_inside, reading is Reading.LEAD
    tabs = [
        ("The round", page, True),
        ("Prices", f"{page}/prices", True),
        ("Demand", f"{page}/demand", True),
        ("Your trust", f"{page}/your-trust", _has_own(held, reading, actor)),
        ("Agreement", f"{page}/agreement", inside and stage in AGREED),
        ("Value", f"{page}/value", inside),
        ("Progress", f"{page}/progress", True),
        ("Award", f"{page}/award", stage in (EVALUATED if leads else AWARDED)),
        ("Call-offs", f"{page}/call-offs", inside and stage in CALLED_OFF),
    ]
    return [(text, href, request.path == href, 0) for text, href, is_shown in tabs if is_shown]


def may_join(held: RoundValue, actor: Actor | None) -> bool:
    """Whether somebody may have their trust join a round now that it has no part in."""
    if actor is None or actor.trust_id is None or held.stage is None or not held.stage.is_gathering:
        return False
    return actor.may(Permission.RUN_PROCUREMENT) and is_open_to(held, actor.trust_id, london_date(now()))


def _has_own(held: RoundValue, reading: Reading, actor: Actor | None) -> bool:
    return reading.is_inside or may_join(held, actor)
