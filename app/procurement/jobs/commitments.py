"""Approvals of commitments that count no more."""

from datetime import datetime

from app.kernel.boards import Payload
from app.procurement.actions import commitments


def lapse_approval(payload: Payload, at: datetime) -> None:
    """The outbox's handler: nobody need decide any more on a commitment that was given up or undone."""
    commitments.lapse_approval(approval=payload["approval"], at=at)
