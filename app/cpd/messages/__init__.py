"""What CPD tells people: bookers and providers in the site, delegates by e-mail."""

from app.cpd.messages.bookings import (
    tell_booked,
    tell_cancelled,
    tell_fee_waived,
    tell_held,
    tell_hold_lapsed,
    tell_named,
)
from app.cpd.messages.runs import tell_below_minimum, tell_register_open, tell_run_cancelled, tell_run_changed
from app.cpd.messages.waiting import (
    tell_began,
    tell_moved,
    tell_offer_lapsed,
    tell_offered,
    tell_promoted,
    tell_waiting,
)

__all__ = [
    "tell_began",
    "tell_below_minimum",
    "tell_booked",
    "tell_cancelled",
    "tell_fee_waived",
    "tell_held",
    "tell_hold_lapsed",
    "tell_moved",
    "tell_named",
    "tell_offer_lapsed",
    "tell_offered",
    "tell_promoted",
    "tell_register_open",
    "tell_run_cancelled",
    "tell_run_changed",
    "tell_waiting",
]
