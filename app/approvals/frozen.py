"""Bands as an approval keeps them: plain words and pence, as they were when it was asked for."""

from collections.abc import Iterable, Sequence
from typing import Any

from app.approvals.values import Band, Post
from app.kernel.money import Money


def freeze(bands: Iterable[Band]) -> list[dict[str, Any]]:
    """Bands as JSON can hold them."""
    return [
        {
            "up_to_pence": band.up_to.pence if band.up_to else None,
            "decided_by": band.decided_by.value if band.decided_by else None,
            "quotes_needed": band.quotes_needed,
        }
        for band in bands
    ]


def thaw(bands: Sequence[dict[str, Any]]) -> tuple[Band, ...]:
    """Bands as they were frozen."""
    return tuple(
        Band(
            up_to=None if band["up_to_pence"] is None else Money(band["up_to_pence"]),
            decided_by=Post(band["decided_by"]) if band["decided_by"] else None,
            quotes_needed=band["quotes_needed"],
        )
        for band in bands
    )
