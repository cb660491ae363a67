"""What a file of the register says of a trust or of a school, ready to be stored."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from app.trusts.rules.naming import sensible_case
from app.trusts.rules.words import searchable, sortable
from app.trusts.values import Phase, Region, TrustKind


@dataclass(frozen=True)
class TrustEntry:
    """A trust, as the register has it; `name` still in the register's case."""

    uid: str
    name: str
    kind: TrustKind
    is_open: bool = True
    group_id: str = ""
    opened_date: date | None = None
    closed_date: date | None = None
    company_number: str = ""
    ukprn: str = ""
    street: str = ""
    locality: str = ""
    address_3: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""

    def columns(self) -> dict[str, Any]:
        """The columns of the trust's row."""
        name = sensible_case(self.name)
        identifiers = (self.uid, self.company_number, self.ukprn, self.group_id)
        return asdict(self) | {
            "name": name,
            "sort_name": sortable(name),
            "search_text": searchable((name, self.town), identifiers=identifiers, postcode=self.postcode),
        }


@dataclass(frozen=True)
class SchoolEntry:
    """A school of a trust, as the register has it. `opened_date` is when it opened as what it is now."""

    urn: str
    trust_uid: str
    name: str
    phase: Phase
    region: Region | None = None
    is_open: bool = True
    opened_date: date | None = None
    closed_date: date | None = None
    roll: int | None = None
    ukprn: str = ""
    street: str = ""
    locality: str = ""
    address_3: str = ""
    town: str = ""
    postcode: str = ""
    la_name: str = ""
    website: str = ""
    easting: int | None = None
    northing: int | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of the school's row."""
        name = sensible_case(self.name)
        said = asdict(self)
        for elsewhere in ("trust_uid", "opened_date"):
            del said[elsewhere]
        return said | {
            "name": name,
            "sort_name": sortable(name),
            "search_text": searchable((name, self.town), identifiers=(self.urn,), postcode=self.postcode),
        }


@dataclass(frozen=True)
class TrustFile:
    """The trusts of a file, and how many groups it leaves out, by reason."""

    entries: Sequence[TrustEntry]
    left_out: Mapping[str, int] = field(default_factory=Counter)


@dataclass(frozen=True)
class SchoolFile:
    """The schools of a file that belong to a trust; why the others are left out, by URN."""

    entries: Sequence[SchoolEntry]
    left_out: Mapping[str, str] = field(default_factory=dict)
