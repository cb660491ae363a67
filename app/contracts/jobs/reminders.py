"""Reminders of contracts, and erasing those that are kept no longer."""

from datetime import datetime

from app.contracts import actions
from app.kernel.boards import Periodic

DAILY = 24 * 3600


def remind(at: datetime) -> None:
    """Remind everyone whose contract is near a day that matters, each once."""
    actions.remind(at=at)


def erase_old(at: datetime) -> int:
    """Contracts that are kept no longer."""
    return actions.erase_old(at=at)


REMIND = Periodic("contracts.remind", DAILY, remind, daily=True)
