"""Rounds whose day has come."""

from datetime import datetime

from app.kernel.boards import Periodic
from app.procurement.actions import stages

HOUR = 3600


def follow_dates(at: datetime) -> None:
    """Move each round whose day has come."""
    stages.follow_dates(at)


FOLLOW_DATES = Periodic("procurement.stages", HOUR, follow_dates, daily=True)
