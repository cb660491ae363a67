"""Answers to news from lower floors: what the register says of a trust is said of what it offers."""

from datetime import datetime

from app.listings import actions
from app.trusts.values import TrustClosed, TrustRenamed, TrustReopened


def drop_closed(event: TrustClosed, at: datetime) -> None:
    """Nobody is left to offer a closed trust's listings: the search drops them."""
    actions.note_trust(trust_id=event.trust_id, at=at)


def find_reopened(event: TrustReopened, at: datetime) -> None:
    """What a trust offered before it was taken for closed can be found again."""
    actions.note_trust(trust_id=event.trust_id, at=at)


def show_renamed(event: TrustRenamed, at: datetime) -> None:
    """A trust's listings are found under its new name."""
    actions.note_trust(trust_id=event.trust_id, at=at)
