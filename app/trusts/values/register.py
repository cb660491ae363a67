"""What others get of the register, and what an import did to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.trusts.values.words import Phase, Region, TrustKind


@dataclass(frozen=True)
class TrustValue:
    """A trust as the register has it. Identifiers are text: leading zeros count."""

    id: int
    uid: str
    name: str
    kind: TrustKind
    is_open: bool
    company_number: str
    ukprn: str
    town: str
    postcode: str
    address_lines: tuple[str, ...]
    region: Region | None = None
    opened_date: date | None = None
    closed_date: date | None = None


@dataclass(frozen=True)
class TrustClosed:
    """News: the register says that a trust has closed."""

    trust_id: int


@dataclass(frozen=True)
class TrustReopened:
    """News: the register says that a trust which had closed is open after all."""

    trust_id: int


@dataclass(frozen=True)
class TrustRenamed:
    """News: the register has another name for a trust."""

    trust_id: int


TrustNews = TrustClosed | TrustReopened | TrustRenamed


@dataclass(frozen=True)
class SchoolValue:
    """A school as the register has it, in the trust it belongs to; `trust_id` is None outside any.

    `roll` is the number of pupils, None where the register gives none; easting and northing are
    metres on the British National Grid.
    """

    id: int
    urn: str
    name: str
    phase: Phase
    region: Region | None
    roll: int | None
    town: str
    postcode: str
    trust_id: int | None
    easting: int | None
    northing: int | None
    la_name: str
    website: str = ""


@dataclass(frozen=True)
class PhaseTotal:
    """How many schools of a phase, and their pupils together."""

    phase: Phase
    schools: int
    roll: int


@dataclass(frozen=True)
class FoundTrust:
    """One line of the register's search: a trust, its size, and which of its schools matched."""

    trust: TrustValue
    schools: int
    roll: int
    matched_schools: tuple[str, ...] = ()


class DomainMatch(StrEnum):
    """How an e-mail's domain compares with the website of a school."""

    SAME = "same"
    RELATED = "related"


@dataclass(frozen=True)
class DomainFinding:
    """A school whose website shares its domain, or part of it, with an e-mail address."""

    match: DomainMatch
    school: str
    website: str


@dataclass
class Tally:
    """What an import did to one sort of row."""

    added: int = 0
    changed: int = 0
    moved: int = 0
    closed: int = 0
    left: int = 0
    unchanged: int = 0
    omitted: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def anything(self) -> bool:
        """Whether it did anything."""
        return bool(self.added or self.changed or self.moved or self.closed or self.left)

    def as_facts(self) -> Mapping[str, int]:
        """The counts that are not nought, for the audit trail."""
        counts = {name: getattr(self, name) for name in ("added", "changed", "moved", "closed", "left", "omitted")}
        return {name: count for name, count in counts.items() if count}


@dataclass(frozen=True)
class RegisterReport:
    """What an import of the register did."""

    trusts: Tally
    schools: Tally

    @property
    def anything(self) -> bool:
        """Whether the import changed anything at all."""
        return self.trusts.anything or self.schools.anything
