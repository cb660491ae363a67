"""How long the names of those who signed for a trust are kept. The period and its reason are data, in retention.toml.

Source: UK GDPR article 5(1)(e).
"""

from datetime import date
from enum import StrEnum
from pathlib import Path

from app.kernel.retention import Retention

PERIODS = Retention(Path(__file__).parent / "retention.toml")


class Kept(StrEnum):
    """What is kept: a signature under a participation agreement, and why a trust left."""

    SIGNATURE = "signature"


def erased_before(today: date) -> date:
    """The day before which a round was over whose names are erased today."""
    return PERIODS.erased_before(Kept.SIGNATURE, today)
