"""What demand does to prices."""

from datetime import datetime

from app.kernel.boards import Payload
from app.procurement.actions import tiers


def tell_tiers(payload: Payload, at: datetime) -> None:
    """The outbox's handler: tell participants of prices reached and lost since a change of demand."""
    tiers.tell_tiers(reference=payload["round"], at=at)
