"""What comes round by date: secondments that start and that end."""

from datetime import datetime

from app.kernel.boards import Periodic
from app.secondments.actions import agreements

HOURLY = 3600


def follow_dates(at: datetime) -> None:
    """Start what is due and lacks nothing, say what blocks the rest, and end what is over."""
    agreements.start_due(at=at)
    agreements.end_due(at=at)


FOLLOW_DATES = Periodic("secondments.follow_dates", HOURLY, follow_dates, daily=True)
