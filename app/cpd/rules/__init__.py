"""The pure decisions of CPD."""

from app.cpd.rules.money import (
    BandDays,
    NoPrice,
    band_days,
    check_whole_school,
    deadline,
    find_tier,
    owed_for,
    part_of,
    percent_for,
    work_out_offer,
    working_days_before,
)

__all__ = [
    "BandDays",
    "NoPrice",
    "band_days",
    "check_whole_school",
    "deadline",
    "find_tier",
    "owed_for",
    "part_of",
    "percent_for",
    "work_out_offer",
    "working_days_before",
]
