"""A settlement run: invoices, what each trust pays or is paid for them, and how far that has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.kernel.money import Money
from app.settlement.values.outside import Balance, Instructions


class RunState(StrEnum):
    """How far a run has come."""

    COLLECTING = "collecting"
    ARRIVED = "arrived"
    PAYING = "paying"
    CLOSED = "closed"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        """As lists show it."""
        return {
            "collecting": "Waiting for the bank transfer",
            "arrived": "Money has arrived",
            "paying": "Paying the provider",
            "closed": "Paid",
            "cancelled": "Cancelled",
        }[self.value]


LIVE = (RunState.COLLECTING, RunState.ARRIVED, RunState.PAYING)


class Direction(StrEnum):
    """Whether a trust pays in a run or is paid."""

    PAY = "pay"
    RECEIVE = "receive"


class LegState(StrEnum):
    """How far a leg has come: asked of Stripe, partly there, done."""

    WAITING = "waiting"
    ASKED = "asked"
    PART_PAID = "part_paid"
    PAID = "paid"
    CANCELLED = "cancelled"


class Hold(StrEnum):
    """Why money that has arrived is not sent on yet."""

    FLOAT = "float"
    ACCOUNT = "account"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        """As the operator reads it."""
        return {
            "float": "The float is short",
            "account": "Stripe does not let the provider be paid",
            "refused": "Stripe refused the transfer",
        }[self.value]


class Side(StrEnum):
    """Which of a trust's runs are wanted."""

    BOTH = "both"
    PAID = "paid"
    RECEIVED = "received"


class StepKind(StrEnum):
    """Something that happened in a run."""

    STARTED = "started"
    ASKED = "asked"
    PART_ARRIVED = "part_arrived"
    ARRIVED = "arrived"
    HELD = "held"
    SENT = "sent"
    CLOSED = "closed"
    CANCEL_ASKED = "cancel_asked"
    CANCEL_DECLINED = "cancel_declined"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class LegValue:
    """What one trust pays or is paid in a run."""

    id: int
    trust_id: int
    direction: Direction
    amount: Money
    arrived: Money
    state: LegState
    stripe_id: str | None
    hold: Hold | None
    hold_reason: str | None

    @property
    def remaining(self) -> Money:
        """What has not arrived yet."""
        return self.amount - self.arrived


@dataclass(frozen=True)
class RunValue:
    """A run as a list shows it: from one trust to another, as all runs of one invoice are."""

    reference: str
    state: RunState
    amount: Money
    arrived: Money
    payer_id: int
    payee_id: int
    invoice_reference: str
    invoice_number: str
    started_at: datetime
    closed_at: datetime | None

    def is_paid_by(self, trust_id: int) -> bool:
        """Whether a trust is the one that pays."""
        return trust_id == self.payer_id

    def other_party(self, trust_id: int) -> int:
        """The id of the other trust."""
        return self.payee_id if trust_id == self.payer_id else self.payer_id


@dataclass(frozen=True)
class RunInvoiceValue:
    """An invoice that a run pays."""

    reference: str
    number: str
    amount: Money


@dataclass(frozen=True)
class StepValue:
    """Something that happened, when, and the amount that it was about, if it was about one."""

    kind: StepKind
    at: datetime
    amount: Money


@dataclass(frozen=True)
class RunDetail:
    """A run with everything that its page shows."""

    run: RunValue
    pay: LegValue
    receive: LegValue
    invoices: tuple[RunInvoiceValue, ...]
    steps: tuple[StepValue, ...]
    instructions: Instructions | None
    is_being_cancelled: bool


@dataclass(frozen=True)
class RunsWanted:
    """Which of a trust's runs to list, and in which order."""

    side: Side = Side.BOTH
    state: RunState | None = None
    text: str = ""
    sort: str = "started"
    down: bool = True


@dataclass(frozen=True)
class WaitingTransfer:
    """Money that has arrived and not gone on, and what holds it up, if anything does."""

    run_reference: str
    trust_id: int
    amount: Money
    arrived_at: datetime | None
    hold: Hold | None
    reason: str | None


@dataclass(frozen=True)
class TopUp:
    """Money put into the float."""

    transaction_id: str
    amount: Money
    booked_at: datetime


@dataclass(frozen=True)
class FloatSeen:
    """The float by our ledger, and the balance at Stripe beside it, None where Stripe does not answer."""

    clearing: Money
    float_left: Money
    balance: Balance | None

    @property
    def available(self) -> Money | None:
        """What may be sent on now."""
        return Money(self.balance.available_pence) if self.balance else None

    @property
    def pending(self) -> Money | None:
        """What is not available yet."""
        return Money(self.balance.pending_pence) if self.balance else None

    @property
    def difference(self) -> Money | None:
        """What Stripe has more than the ledger."""
        return Money(self.balance.total_pence) - self.clearing if self.balance else None


@dataclass(frozen=True)
class FailedWork:
    """A piece of work in the outbox that failed: still tried, or given up."""

    id: int
    handler: str
    key: str
    error: str
    tries: int
    posted_at: datetime
    is_given_up: bool
