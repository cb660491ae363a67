"""Has what the demo's trusts ask for approved by whoever their schemes of delegation name."""

from datetime import datetime

from app.approvals import actions as approvals
from app.approvals import queries
from app.kernel.actor import Actor
from app.people import queries as people
from app.sandbox.demo.stage import acting


def decider_of(reference: str, uid: str) -> Actor:
    """The first of those who may decide an approval of a trust."""
    approval = queries.get_approval(reference)
    ruling = queries.rulings_on(approval.trust_id, [approval])[reference]
    return acting(people.get_person(min(ruling.deciders)).email, uid)


def approve(reference: str, uid: str, waiver: str, at: datetime) -> None:
    """Have an approval of a trust granted, its quotes waived for a reason."""
    decider = decider_of(reference, uid)
    approvals.approve(reference=reference, reason="", waiver_reason=waiver, actor=decider, at=at)
