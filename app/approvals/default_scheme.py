"""The scheme of delegation that stands until a trust makes its own. Source: default_scheme.toml beside this file."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from app.approvals.values import Band, Post, Scheme
from app.kernel.money import Money


@cache
def default_scheme() -> Scheme:
    """The default: number 0, in force on every day."""
    data = tomllib.loads((Path(__file__).parent / "default_scheme.toml").read_text(encoding="utf-8"))
    return Scheme(0, None, data["includes_vat"], tuple(_band(row) for row in data["band"]))


def _band(row: dict[str, Any]) -> Band:
    return Band(
        up_to=Money(row["up_to"] * 100) if "up_to" in row else None,
        decided_by=Post(row["decided_by"]) if "decided_by" in row else None,
        quotes_needed=row.get("quotes", 0),
    )
