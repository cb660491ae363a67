"""What is done with accounts at Stripe, runs and the float. Each takes what Stripe shows as a value."""

from app.settlement.actions.accounts import make_account_link, note_account, note_account_refused, open_account
from app.settlement.actions.balance import BOOKED_KINDS, compare_float, note_balance_rows
from app.settlement.actions.events import take_event
from app.settlement.actions.failed import try_again
from app.settlement.actions.looking import catch_up, look_again, note_top_ups
from app.settlement.actions.payments import (
    ask_again,
    note_not_cancelled,
    note_payment,
    note_payment_refused,
)
from app.settlement.actions.runs import ask_provider, cancel_payment, pay_invoice
from app.settlement.actions.transfers import (
    check_late,
    hasten_transfers,
    hold_transfer,
    note_transfer,
    release_held,
    send_again,
    send_when_available,
)

__all__ = [
    "BOOKED_KINDS",
    "ask_again",
    "ask_provider",
    "cancel_payment",
    "catch_up",
    "check_late",
    "compare_float",
    "hasten_transfers",
    "hold_transfer",
    "look_again",
    "make_account_link",
    "note_account",
    "note_account_refused",
    "note_balance_rows",
    "note_not_cancelled",
    "note_payment",
    "note_payment_refused",
    "note_top_ups",
    "note_transfer",
    "open_account",
    "pay_invoice",
    "release_held",
    "send_again",
    "send_when_available",
    "take_event",
    "try_again",
]
