"""Reading accounts, runs and the float."""

from app.settlement.queries.accounts import can_be_paid, find_account
from app.settlement.queries.float import (
    clearing,
    count_top_ups,
    float_left,
    get_given_up,
    is_short,
    list_booked,
    list_failed,
    list_top_ups,
    list_waiting_transfers,
    total_booked,
)
from app.settlement.queries.runs import count_runs, find_live_run, get_run_detail, list_runs

__all__ = [
    "can_be_paid",
    "clearing",
    "count_runs",
    "count_top_ups",
    "find_account",
    "find_live_run",
    "float_left",
    "get_given_up",
    "get_run_detail",
    "is_short",
    "list_booked",
    "list_failed",
    "list_runs",
    "list_top_ups",
    "list_waiting_transfers",
    "total_booked",
]
