"""Reminders that come round: to sign, to check, to review, to decide what comes after, to plan the return."""

from datetime import datetime

from app.kernel.boards import Periodic
from app.secondments.actions import reminders

HOURLY = 3600


def remind_all(at: datetime) -> None:
    """Remind everyone of what is nearly due, each once."""
    reminders.remind_to_sign(at=at)
    reminders.remind_to_check(at=at)
    reminders.remind_along(at=at)


REMIND = Periodic("secondments.remind", HOURLY, remind_all, daily=True)
