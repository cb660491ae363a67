"""A trust's account at Stripe, with which it pays and is paid."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AccountState(StrEnum):
    """Whether the account is there."""

    WANTED = "wanted"
    OPEN = "open"
    REFUSED = "refused"


class Capability(StrEnum):
    """How far Stripe lets the account be paid."""

    UNREQUESTED = "unrequested"
    RESTRICTED = "restricted"
    PENDING = "pending"
    ACTIVE = "active"

    @property
    def label(self) -> str:
        """As the page of the account shows it."""
        return {
            "unrequested": "Not asked for",
            "restricted": "Stripe needs details",
            "pending": "Stripe is checking",
            "active": "Ready to be paid",
        }[self.value]


@dataclass(frozen=True)
class AccountValue:
    """The account as others see it. `open_questions` is how many things Stripe still asks."""

    trust_id: int
    state: AccountState
    account_id: str | None
    transfers: Capability
    open_questions: int
    wanted_at: datetime
    opened_at: datetime | None
    ready_at: datetime | None

    @property
    def can_be_paid(self) -> bool:
        """Whether Stripe lets a transfer reach it."""
        return self.state is AccountState.OPEN and self.transfers is Capability.ACTIVE
