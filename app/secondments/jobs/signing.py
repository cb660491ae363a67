"""What the worker does about signing: codes go some time after they were sent."""

from datetime import datetime

from app.secondments.actions import signing_codes


def erase_codes(at: datetime) -> int:
    """Erase the codes of 30 days ago and earlier; returns how many."""
    return signing_codes.erase_codes(at=at)
