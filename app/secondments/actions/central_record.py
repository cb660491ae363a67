"""Reading the single central record: each look at a name, and each export, is on record."""

from collections.abc import Iterable
from datetime import datetime

from app.audit import actions as audit
from app.audit.values import Entry
from app.kernel.actor import Actor
from app.kernel.database import transaction
from app.secondments.values import SecondmentValue

SEEN, EXPORTED = "secondments.central_record_seen", "secondments.central_record_exported"


def note_central_record(*, shown: Iterable[SecondmentValue], exported: bool, actor: Actor, at: datetime) -> None:
    """Note that somebody of the host read, or exported, the lines of some people; each home employer can see it.

    It has a transaction of its own: reading is what is recorded, whatever comes of the page.
    """
    with transaction():
        audit.record_each(
            actor=actor,
            verb=EXPORTED if exported else SEEN,
            entries=[Entry(each.reference, (each.home_id, each.host_id)) for each in shown],
            at=at,
        )
