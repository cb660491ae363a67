"""What is done to the register."""

from app.contracts.actions.binding import bind, gather, release, take

__all__ = ["bind", "gather", "release", "take"]
