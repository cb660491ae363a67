"""The words of the list of runs that a trust gives."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class RunsWanted(StrEnum):
    """Which of a trust's runs a list shows."""

    COMING = "coming"
    BELOW_MINIMUM = "below_minimum"
    TO_FINISH = "to_finish"
    PAST = "past"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """As it reads in a drop-down."""
        return {
            "coming": "To come",
            "below_minimum": "Below the minimum, to decide soon",
            "to_finish": "Register to finish",
            "past": "Past",
            "cancelled": "Cancelled",
        }[self.value]


@dataclass(frozen=True)
class RunsFilter:
    """What narrows the list of runs; nothing chosen shows all."""

    wanted: RunsWanted | None = None
    text: str = ""


@dataclass(frozen=True)
class RunLine:
    """One run in a list. `left` is what its fullest session has; places are counted once, whatever their sessions."""

    reference: str
    title: str
    name: str
    starts_at: datetime
    ends_at: datetime
    left: int
    booked: int
    held: int
    offered: int
    waiting: int
    minimum: int | None
    goes_ahead: bool
    is_cancelled: bool
    is_closed: bool

    @property
    def is_below(self) -> bool:
        """Whether it has fewer places booked than its minimum and nobody has decided on that."""
        return self.minimum is not None and self.booked < self.minimum and not self.goes_ahead and not self.is_cancelled
