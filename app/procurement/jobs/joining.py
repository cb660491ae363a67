"""Following the register while rounds gather."""

from datetime import datetime

from app.kernel.boards import Periodic
from app.procurement.actions import schools_left

DAILY = 24 * 3600


def drop_schools_that_left(at: datetime) -> None:
    """Take out what schools wanted that belong to their trust no longer."""
    schools_left.drop_schools_that_left(at=at)


FOLLOW_SCHOOLS = Periodic("procurement.follow_schools", DAILY, drop_schools_that_left, daily=True)
"""Once a day: the register is imported at night."""
