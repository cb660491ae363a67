"""What is kept no longer of rounds that are over."""

from datetime import datetime

from app.procurement.actions import erasing


def erase_names(at: datetime) -> int:
    """Who signed, and why trusts left."""
    return erasing.erase_names(at=at)
