"""Answers to news from the floors below."""

from datetime import datetime

from app.procurement.actions import closed_trusts
from app.trusts.values import TrustClosed


def leave_closed(event: TrustClosed, at: datetime) -> None:
    """A trust closed: it leaves the rounds to which nothing binds it."""
    closed_trusts.leave_closed(trust_id=event.trust_id, at=at)
