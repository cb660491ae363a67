"""What is erased when its time has come."""

from app.kernel.boards import jobs
from app.trusts import actions


def register() -> None:
    """Pin this domain's work to the board."""
    jobs.add_erasure("trusts.joining", lambda at: actions.erase_old(at=at))
