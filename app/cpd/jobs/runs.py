"""What the worker runs for runs: a session that has begun is found no more."""

from datetime import datetime, timedelta

from app.cpd import actions
from app.kernel.boards import Periodic

DAILY = 24 * 3600
LOOKED_BACK = timedelta(days=2)


def follow_begun(at: datetime) -> None:
    """Have the search follow the courses of which a session began since the day before: once more does no harm."""
    actions.note_begun(since=at - LOOKED_BACK, at=at)


FOLLOW_BEGUN = Periodic("cpd.follow_begun", DAILY, follow_begun, daily=True)
