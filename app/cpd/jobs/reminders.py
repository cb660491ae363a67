"""Reminders that come round: to delegates, bookers, approvers and providers."""

from datetime import datetime

from app.cpd.actions import reminders
from app.kernel.boards import Periodic

HOURLY = 3600


def remind_all(at: datetime) -> None:
    """Remind everyone of what is nearly due, each once."""
    reminders.remind_delegates(at=at)
    reminders.remind_bookers(at=at)
    reminders.remind_approvers(at=at)
    reminders.remind_providers(at=at)


REMIND = Periodic("cpd.remind", HOURLY, remind_all, daily=True)
