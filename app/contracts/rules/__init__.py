"""The pure decisions of the contract register."""

from app.contracts.rules.calendar import days_of
from app.contracts.rules.days import NOTICE_NEAR, Ended, is_in_force, state_on
from app.contracts.rules.keeping import (
    BY_HAND,
    LONGEST_NOTE,
    LONGEST_SUPPLIER,
    LONGEST_TITLE,
    KeptByTrade,
    Outdated,
    check_by_hand,
    check_can_end,
    check_kept,
    check_may_end,
    check_outlasts,
    check_supplement,
)

__all__ = [
    "BY_HAND",
    "LONGEST_NOTE",
    "LONGEST_SUPPLIER",
    "LONGEST_TITLE",
    "NOTICE_NEAR",
    "Ended",
    "KeptByTrade",
    "Outdated",
    "check_by_hand",
    "check_can_end",
    "check_kept",
    "check_may_end",
    "check_outlasts",
    "check_supplement",
    "days_of",
    "is_in_force",
    "state_on",
]
