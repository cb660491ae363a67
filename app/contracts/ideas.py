"""What the register has to say to somebody whose search found nothing."""

from datetime import datetime

from app.contracts import queries
from app.contracts.rules.told import round_link, sentence_of
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.search.values import Idea
from app.trusts.values import Permission


def ideas_about(text: str, actor: Actor | None, at: datetime) -> list[Idea]:
    """For those who run procurement: where others near by have a contract for what was searched, open a round?"""
    if actor is None or actor.trust_id is None or not actor.may(Permission.RUN_PROCUREMENT):
        return []
    found = queries.suggestions_for(text, actor.trust, london_date(at))
    return [Idea(sentence_of(each), round_link(each), "Open a joint round") for each in found]
