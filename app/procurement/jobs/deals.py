"""What the worker does for deals and call-offs, day by day."""

from datetime import datetime

from app.kernel.boards import Periodic
from app.procurement.actions import call_offs_lapsing, deals

HOURLY = 3600


def close_passed(at: datetime) -> None:
    """Close the deals whose last day to call off is over, and let lapse what waits for approval too long."""
    deals.close_passed(at)
    call_offs_lapsing.lapse_started(at)


CLOSE_PASSED = Periodic("procurement.close_deals", HOURLY, close_passed, daily=True)
