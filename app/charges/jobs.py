"""What the worker runs for charges."""

from datetime import datetime

from app.charges import actions
from app.kernel.boards import Payload


def issue_waiting(payload: Payload, at: datetime) -> None:
    """A trust's new finance details start today: invoice what waited for them."""
    actions.issue_waiting(trust_id=payload["trust_id"], actor=None, at=at)
