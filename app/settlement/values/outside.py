"""What Stripe is asked, and what it shows, in the trade's words. Amounts are whole pence."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from app.settlement.values.accounts import Capability


class PaymentStatus(StrEnum):
    """Where a payment stands at Stripe."""

    WAITING = "waiting"
    SUCCEEDED = "succeeded"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class AccountAsked:
    """An account to open. `key` makes asking twice harmless."""

    key: str
    trust_uid: str
    name: str
    contact_email: str


@dataclass(frozen=True)
class AccountSeen:
    """An account as it is now."""

    account_id: str
    trust_uid: str
    transfers: Capability
    open_questions: int


@dataclass(frozen=True)
class Instructions:
    """Where the payer sends a bank transfer, and with which reference. `page` shows the same at Stripe."""

    account_name: str
    sort_code: str
    account_number: str
    reference: str
    page: str | None


@dataclass(frozen=True)
class PaymentAsked:
    """A bank transfer to ask for from a trust's account.

    `looks_first` says that it may have been asked for before with an unclear outcome.
    """

    key: str
    account_id: str
    amount_pence: int
    run: str
    leg_id: int
    attempt: int
    looks_first: bool


@dataclass(frozen=True)
class Arrival:
    """Money that a payment brought: Stripe's fee on it, and how long until it may be sent on."""

    transaction_id: str
    amount_pence: int
    fee_pence: int
    is_available: bool
    available_in: timedelta


@dataclass(frozen=True)
class PaymentSeen:
    """A payment as it is now. `run` is empty and `leg_id` None for one that is not of our making."""

    payment_id: str
    run: str
    leg_id: int | None
    status: PaymentStatus
    amount_pence: int
    arrived_pence: int
    instructions: Instructions | None
    arrival: Arrival | None


@dataclass(frozen=True)
class TransferAsked:
    """Money to send from the platform's balance to a trust's account."""

    key: str
    account_id: str
    amount_pence: int
    run: str
    leg_id: int
    attempt: int
    looks_first: bool


@dataclass(frozen=True)
class TransferSeen:
    """A transfer as it is now. `run` is empty and `leg_id` None for one that is not of our making."""

    transfer_id: str
    run: str
    leg_id: int | None
    transaction_id: str
    account_id: str
    amount_pence: int
    reversed_pence: int


@dataclass(frozen=True)
class Balance:
    """The platform's own balance at Stripe."""

    available_pence: int
    pending_pence: int

    @property
    def total_pence(self) -> int:
        """All of it."""
        return self.available_pence + self.pending_pence


@dataclass(frozen=True)
class BalanceRow:
    """One change of the platform's balance. `net_pence` is `amount_pence` less `fee_pence`."""

    transaction_id: str
    kind: str
    amount_pence: int
    fee_pence: int
    net_pence: int
    source_id: str | None


@dataclass(frozen=True)
class EventSeen:
    """An event whose signature is right: what happened, to which object."""

    event_id: str
    type: str
    object_id: str | None
