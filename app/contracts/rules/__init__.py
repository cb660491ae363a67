"""The pure decisions of the contract register."""

from app.contracts.rules.days import NOTICE_NEAR, Ended, is_in_force, state_on

__all__ = ["NOTICE_NEAR", "Ended", "is_in_force", "state_on"]
