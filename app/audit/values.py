"""What a reader of the audit trail gets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Entry:
    """What a row is about, which trusts may read it, and what else is to be known of it."""

    subject: str
    concerns: Collection[int] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Recorded:
    """One row of the trail. `person_id` is None for what the system did by itself."""

    id: int
    at: datetime
    person_id: int | None
    trust_id: int | None
    verb: str
    subject: str
    facts: Mapping[str, Any]
