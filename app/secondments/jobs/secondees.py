"""What comes round for those who may be lent: accounts are linked, names past their time go."""

from datetime import datetime

from app.kernel.boards import Periodic
from app.secondments.actions import interests, secondees

HOURLY = 3600
DAILY = 24 * HOURLY


def link_accounts(at: datetime) -> None:
    """Link those who got an account since."""
    secondees.link_accounts(at=at)


def erase_old(at: datetime) -> int:
    """Names and profiles that are kept no longer."""
    return interests.erase_old(at=at)


def withdraw_idle(at: datetime) -> None:
    """Interests in which nothing has happened for long."""
    interests.withdraw_idle(at=at)


WITHDRAW_IDLE = Periodic("secondments.withdraw_idle", DAILY, withdraw_idle, daily=True)
LINK_SECONDEES = Periodic("secondments.link_accounts", HOURLY, link_accounts, daily=True)
