"""Work that ran out of tries, taken up again by the operator."""

from datetime import datetime

from app.audit import actions as audit
from app.kernel import outbox
from app.kernel.actor import Actor
from app.settlement import queries


def try_again(*, work_id: int, actor: Actor, at: datetime) -> None:
    """Have a piece of work done after all, under the key that it has. Raises NotFound for one not given up."""
    work = queries.get_given_up(work_id)
    outbox.try_again(work_id, at=at)
    audit.record(
        actor=actor,
        verb="settlement.work_tried_again",
        subject=f"work:{work_id}",
        at=at,
        facts={"handler": work.handler},
    )
