"""What the person who starts the sandbox may choose."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Settings:
    """The choices of one sandbox. Money in whole pence, spans of time in seconds.

    `database` is the path of the SQLite file that outlives a restart. Without a
    `webhook_url` events are stored and nothing is posted. `site_url` is where the
    pages' link back leads; by default the site that the webhook is on. `clock`
    gives the time as seconds since 1970 (UTC).
    """

    database: str
    webhook_url: str | None = None
    webhook_secret: str = "whsec_sandbox"
    public_url: str | None = None
    site_url: str | None = None
    float_pence: int = 0
    fee_basis_points: int = 50
    fee_cap_pence: int = 500
    available_after_seconds: float = 10.0
    link_seconds: float = 1800.0
    webhook_timeout_seconds: float = 10.0
    webhook_retry_seconds: tuple[float, ...] = (1.0, 5.0, 30.0, 120.0, 600.0)
    clock: Callable[[], float] = time.time

    @property
    def way_back(self) -> str | None:
        """Where people came from: the site that uses this sandbox."""
        parts = urlsplit(self.webhook_url or "")
        return self.site_url or (f"{parts.scheme}://{parts.netloc}/" if parts.netloc else None)
