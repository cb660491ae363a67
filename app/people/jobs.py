"""What the worker erases for this domain.

Links and accounts keep the house's time, which a demo's calendar may wind on; attempts and sign-ins keep real time.
"""

from datetime import UTC, datetime

from app.people import actions


def erase_unconfirmed(at: datetime) -> int:
    """Accounts that nobody confirmed."""
    return actions.erase_unconfirmed(at=at)


def erase_links(at: datetime) -> int:
    """Links long spent or run out."""
    return actions.erase_links(at=at)


def erase_attempts(_: datetime) -> int:
    """Attempts that no longer count."""
    return actions.erase_attempts(at=datetime.now(UTC))


def erase_sessions(_: datetime) -> int:
    """Sign-ins that have run out."""
    return actions.erase_sessions(at=datetime.now(UTC))
