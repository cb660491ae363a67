"""How long a contract that is over is kept. The period and its reason are data, in retention.toml.

Source: UK GDPR article 5(1)(e).
"""

from datetime import date
from enum import StrEnum
from pathlib import Path

from app.kernel.clock import accounting_year
from app.kernel.retention import Retention

PERIODS = Retention(Path(__file__).parent / "retention.toml")


class Kept(StrEnum):
    """What is kept: a contract that has ended, with its documents."""

    ENDED = "ended"


def erased_before(today: date) -> date:
    """The day before which the last day lies of what is erased today: the first of the accounting year six back.

    What ended within an accounting year is so kept for six whole years after that year.
    """
    return date(accounting_year(today) - PERIODS.period_on(Kept.ENDED, today).years, 9, 1)
