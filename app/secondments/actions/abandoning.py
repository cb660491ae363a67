"""Giving up a secondment before all have agreed: the interest that led to it ends with it."""

from datetime import datetime

from app.kernel.actor import Actor
from app.secondments.actions.interests import move_stage
from app.secondments.queries.interests import interests_by_id
from app.secondments.queries.secondments import get_secondment, version_in_force
from app.secondments.rules.agreements import check_can_abandon
from app.secondments.values import Stage


def abandon(*, reference: str, reason: str, actor: Actor, at: datetime) -> None:
    """Give up, for the actor's trust, what was never in force; `reason` is the message that the other trust gets.

    Raises NotFound, MovedOn once it is over, or Refused where a version was in force or the message says too much.
    """
    held = get_secondment(actor.trust, reference)
    check_can_abandon(held.state, was_in_force=version_in_force(held.id) is not None)
    interest = interests_by_id([held.interest_id])[held.interest_id]
    move_stage(reference=interest.reference, stage=Stage.WITHDRAWN, message=reason, actor=actor, at=at)
