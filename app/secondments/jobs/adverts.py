"""Adverts whose closing date has passed."""

from datetime import datetime

from app.kernel.boards import Periodic
from app.secondments import actions

EVERY_SECONDS = 3600


def close_passed(at: datetime) -> None:
    """Close the adverts whose closing date is over."""
    actions.close_passed(at)


CLOSE_PASSED = Periodic("secondments.close_adverts", EVERY_SECONDS, close_passed, daily=True)
