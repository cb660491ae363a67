"""The trades are asked daily what is in force, so that the register is whole whatever was missed."""

from datetime import datetime

from app.contracts import actions
from app.kernel.boards import Periodic

DAILY = 24 * 3600


def gather(at: datetime) -> None:
    """Bring the register up to date with every trade."""
    actions.gather(at=at)


GATHER = Periodic("contracts.gather", DAILY, gather, daily=True)
