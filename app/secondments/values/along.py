"""The words of what happens along the way: absences, reviews, an extension asked for, an early end."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.secondments.values.agreements import Party


class WhyEnded(StrEnum):
    """How a secondment came to its end."""

    TERM_OVER = "term_over"
    EARLY_HOME = "early_home"
    EARLY_HOST = "early_host"
    EARLY_SECONDEE = "early_secondee"
    PERMANENT = "permanent"

    @property
    def label(self) -> str:
        """As it reads on the page."""
        return {
            "term_over": "The term was over",
            "early_home": "Ended early by the home employer",
            "early_host": "Ended early by the host",
            "early_secondee": "Ended early by the secondee",
            "permanent": "The host made the post permanent",
        }[self.value]


@dataclass(frozen=True)
class EndingValue:
    """That notice of an early end was given: the last day, by whom and when."""

    why: WhyEnded
    last_date: date
    notice_date: date
    by_party: Party
    given_by: int | None
    given_at: datetime


@dataclass(frozen=True)
class EarlyEndValue:
    """That a trust asked for an end with less notice than agreed, and what the other answered; None while it waits."""

    id: int
    by_party: Party
    why: WhyEnded
    last_date: date
    asked_by: int
    asked_at: datetime
    agreed: bool | None = None
    answered_by: int | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True)
class AbsenceValue:
    """Days on which the person was not at work. Why is not kept. `last_date` None: not back yet."""

    id: int
    first_date: date
    last_date: date | None
    recorded_by: int
    recorded_at: datetime


class ReviewKind(StrEnum):
    """When a review is asked for."""

    MIDPOINT = "midpoint"
    END = "end"

    @property
    def label(self) -> str:
        """As it reads on the page."""
        return {"midpoint": "Mid-point review", "end": "Review at the end"}[self.value]


class Going(StrEnum):
    """How it goes, in one word."""

    WELL = "well"
    MIXED = "mixed"
    NOT_WELL = "not_well"

    @property
    def label(self) -> str:
        """As it reads beside a radio button."""
        return {"well": "Well", "mixed": "Mixed", "not_well": "Not well"}[self.value]


@dataclass(frozen=True)
class ReviewValue:
    """What one of the three says of a secondment; the text goes with the personal data."""

    kind: ReviewKind
    party: Party
    going: Going
    text: str
    given_by: int | None
    given_at: datetime


@dataclass(frozen=True)
class ExtensionValue:
    """That a trust asked in writing for a later end, and what the other answered; None while it waits."""

    id: int
    by_party: Party
    to_date: date
    reason: str
    asked_by: int
    asked_at: datetime
    agreed: bool | None = None
    answered_by: int | None = None
    answered_at: datetime | None = None
