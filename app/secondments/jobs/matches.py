"""Adverts that answer one another."""

from datetime import datetime

from app.kernel.boards import Payload
from app.secondments.actions import matches


def tell_matches(payload: Payload, at: datetime) -> None:
    """The outbox's handler: tell of what answers an advert that was published or changed."""
    matches.tell_new_matches(reference=payload["advert"], at=at)
