"""Pure decisions of traded services."""

from app.services.rules.days import anniversary, answer_by, last_day, last_day_for_notice, remind_on, years_begun
from app.services.rules.orders import (
    MOST_YEARS,
    AlreadyAnswered,
    CannotOrder,
    ListingClosed,
    PriceChanged,
    check_can_agree,
    check_can_answer,
    check_can_order,
    check_can_withdraw,
    check_choice,
    check_reason,
    latest_start,
    tidy_choice,
)
from app.services.rules.prices import (
    NoRoll,
    changes_between,
    one_school,
    pupils_typed,
    read_seen,
    work_out,
    write_seen,
)
from app.services.rules.publishing import particulars_faults, publishing_faults

__all__ = [
    "MOST_YEARS",
    "AlreadyAnswered",
    "CannotOrder",
    "ListingClosed",
    "NoRoll",
    "PriceChanged",
    "anniversary",
    "answer_by",
    "changes_between",
    "check_can_agree",
    "check_can_answer",
    "check_can_order",
    "check_can_withdraw",
    "check_choice",
    "check_reason",
    "last_day",
    "last_day_for_notice",
    "latest_start",
    "one_school",
    "particulars_faults",
    "publishing_faults",
    "pupils_typed",
    "read_seen",
    "remind_on",
    "tidy_choice",
    "work_out",
    "write_seen",
    "years_begun",
]
