"""What every operation is handed: the records, the settings and the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from app.sandbox.stripe.errors import Document, no_such
from app.sandbox.stripe.settings import Settings
from app.sandbox.stripe.store import Records


@dataclass(frozen=True)
class Work:
    """One piece of work inside one transaction.

    `now` is in seconds since 1970 (UTC). `cause` is the API request behind the
    work, as thin events name it, and None where the outside world acted.
    """

    records: Records
    settings: Settings
    now: float
    base_url: str
    cause: Document | None = None

    @property
    def created(self) -> int:
        """The moment in whole seconds, as v1 objects carry it."""
        return int(self.now)

    def get(self, kind: str, record_id: str, *, param: str = "id", status: int = 400) -> Document:
        """The document, or Stripe's `resource_missing` refusal."""
        found = self.records.find(kind, record_id)
        if found is None:
            raise no_such(kind, record_id, param=param, status=status)
        return found


def iso(moment: float) -> str:
    """A moment as v2 objects write it, such as 2026-11-21T09:30:00.000Z."""
    whole = datetime.fromtimestamp(moment, UTC)
    return whole.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def shown(document: Document) -> Document:
    """The document without what the sandbox keeps to itself."""
    return {key: value for key, value in document.items() if not key.startswith("_")}
