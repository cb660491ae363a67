"""A contract of the register: what a trust is bound to, with whom, until when, with what notice."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.money import Money


class Source(StrEnum):
    """What put a contract into the register: a person, or a trade that keeps it."""

    HAND = "hand"
    AGREEMENT = "agreement"
    SECONDMENT = "secondment"
    ROUND = "round"
    DEAL = "deal"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            "hand": "Added by hand",
            "agreement": "Service agreement",
            "secondment": "Secondment",
            "round": "Joint round",
            "deal": "Awarded deal",
        }[self.value]


class ContractState(StrEnum):
    """Where a contract stands on a day, by its days alone."""

    TO_START = "to_start"
    RUNNING = "running"
    NOTICE_DUE = "notice_due"
    NOTICE_PASSED = "notice_passed"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """As it reads on a tag."""
        return {
            "to_start": "To start",
            "running": "Running",
            "notice_due": "Notice due",
            "notice_passed": "Notice day passed",
            "ended": "Ended",
        }[self.value]


IN_FORCE = frozenset({ContractState.RUNNING, ContractState.NOTICE_DUE, ContractState.NOTICE_PASSED})


class EndingReason(StrEnum):
    """Why a contract ended before the day that it named, or named none."""

    EARLY = "early"
    NEW_SUPPLIER = "new_supplier"
    CANCELLED = "cancelled"
    BY_TRADE = "by_trade"

    @property
    def label(self) -> str:
        """As people write it."""
        return {
            "early": "Ended early",
            "new_supplier": "Gone to a new supplier",
            "cancelled": "Cancelled before it began",
            "by_trade": "Ended by the trade that it came from",
        }[self.value]


@dataclass(frozen=True)
class EndingValue:
    """That a contract ended otherwise than by its end; `person_id` is None where its trade ended it."""

    last_date: date
    reason: EndingReason
    note: str
    person_id: int | None
    ended_at: datetime


@dataclass(frozen=True)
class ContractValue:
    """A contract of one trust.

    `value` is that of its whole life and `yearly` that of a year, both without VAT, None where nobody said.
    `end_date` is None where it runs until notice is given; `last_date` is the end as it stands: that of its ending,
    else `end_date`. `notice_date` is the last day to give notice. No `school_ids` are the whole trust.
    """

    id: int
    reference: str
    trust_id: int
    title: str
    supplier: str
    counterparty_id: int | None
    category: str | None
    cpv: str | None
    start_date: date
    end_date: date | None
    last_date: date | None
    notice_date: date | None
    value: Money | None
    yearly: Money | None
    school_ids: tuple[int, ...]
    note: str
    source: Source
    source_reference: str | None
    responsible_id: int | None
    is_counted: bool
    version: int
    created_at: datetime
    changed_at: datetime
    ending: EndingValue | None = None

    @property
    def is_by_hand(self) -> bool:
        """Whether a person keeps all of it; a trade keeps the title, days, supplier and value of the others."""
        return self.source is Source.HAND


@dataclass(frozen=True)
class Narrowed:
    """What narrows a list of contracts; nothing chosen shows all. The days are those of the last day, both included."""

    states: frozenset[ContractState] = frozenset()
    category: str | None = None
    source: Source | None = None
    text: str = ""
    ends_from: date | None = None
    ends_to: date | None = None


class ContractSort(StrEnum):
    """What a list of contracts may be ordered by; what is not known comes last."""

    END = "end"
    NOTICE = "notice"
    VALUE = "value"
    SUPPLIER = "supplier"
    TITLE = "title"
