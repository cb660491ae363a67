"""What comes round for those who go to courses: accounts are linked, names and comments past their time go."""

from datetime import datetime

from app.cpd.actions import evaluations, staff
from app.kernel.boards import Periodic

HOURLY = 3600


def link_accounts(at: datetime) -> None:
    """Link those who got an account since."""
    staff.link_accounts(at=at)


def erase_old(at: datetime) -> int:
    """Names that are kept no longer."""
    return staff.erase_old_staff(at=at)


def erase_comments(at: datetime) -> int:
    """What was written of courses that is kept no longer."""
    return evaluations.erase_old_comments(at=at)


LINK_ACCOUNTS = Periodic("cpd.link_accounts", HOURLY, link_accounts, daily=True)
