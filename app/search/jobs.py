"""What the worker runs: it follows each change of a listing, and heals an index that cannot be read."""

from datetime import datetime

from app.kernel.boards import Payload, Periodic
from app.kernel.delivery import NotYet
from app.search import actions

HEAL_SECONDS = 10


def index_listing(payload: Payload, at: datetime) -> None:
    """The outbox's handler: have the index follow one listing."""
    actions.index_listing(reference=payload["reference"], kind=payload["kind"], at=at)


def heal(at: datetime) -> None:
    """Build an index where there is no sound one; it comes round again while another builds."""
    try:
        actions.heal(at=at)
    except NotYet:
        return


HEAL = Periodic("search.heal", HEAL_SECONDS, heal)
