"""The words of a register: who came, and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.cpd.values.courses import StandardPart


class Mark(StrEnum):
    """What a register says of somebody at a session."""

    PRESENT = "present"
    LATE = "late"
    ABSENT = "absent"

    @property
    def label(self) -> str:
        """As it reads beside a radio button."""
        return self.value.capitalize()

    @property
    def came(self) -> bool:
        """Whether it counts as attending."""
        return self is not Mark.ABSENT


@dataclass(frozen=True)
class CertificateValue:
    """A certificate of attendance as it reads: to one person, by one provider, for so many minutes of learning."""

    code: str
    delegate_name: str
    title: str
    provider_name: str
    first_date: date
    last_date: date
    minutes: int
    standard: tuple[StandardPart, ...]
    npq: str
    issued_at: datetime


@dataclass(frozen=True)
class RecordLine:
    """One line of somebody's CPD record: what, when, and how many minutes of learning."""

    delegate_id: int
    delegate_name: str
    school_id: int | None
    title: str
    provider_name: str
    first_date: date
    last_date: date
    minutes: int
    certificate_code: str | None = None
