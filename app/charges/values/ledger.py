"""The ledger's words. What is owed to someone, or held, is positive; what they owe is negative."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.kernel.money import Money


class AccountKind(StrEnum):
    """The accounts: three for each trust, four of the platform's own."""

    PAYABLE = "payable"
    RECEIVABLE = "receivable"
    IN_SETTLEMENT = "in_settlement"
    STRIPE_CLEARING = "stripe_clearing"
    FEES = "fees"
    FLOAT = "float"
    SUSPENSE = "suspense"

    @property
    def is_a_trusts(self) -> bool:
        """Whether each trust has one of its own."""
        return self in (AccountKind.PAYABLE, AccountKind.RECEIVABLE, AccountKind.IN_SETTLEMENT)

    @property
    def label(self) -> str:
        """What a finance person calls it."""
        return {
            "payable": "Owed by us",
            "receivable": "Owed to us",
            "in_settlement": "Paid in, on its way",
            "stripe_clearing": "Held at Stripe",
            "fees": "Stripe's fees",
            "float": "Float",
            "suspense": "Money not yet matched",
        }[self.value]

    @property
    def sign(self) -> int:
        """What turns the ledger's sign into the figure that the label speaks of."""
        return -1 if self in (AccountKind.PAYABLE, AccountKind.IN_SETTLEMENT, AccountKind.FLOAT) else 1


class EntryKind(StrEnum):
    """What happened, as the ledger records it."""

    INVOICE_ISSUED = "invoice_issued"
    CREDIT_NOTE_ISSUED = "credit_note_issued"
    MONEY_ARRIVED = "money_arrived"
    FEE_TAKEN = "fee_taken"
    TRANSFER_MADE = "transfer_made"
    FLOAT_ADDED = "float_added"
    MONEY_UNMATCHED = "money_unmatched"
    MONEY_MATCHED = "money_matched"
    MONEY_RETURNED = "money_returned"

    @property
    def label(self) -> str:
        """What a finance person calls it."""
        return {
            "invoice_issued": "Invoice",
            "credit_note_issued": "Credit note",
            "money_arrived": "Bank transfer arrived",
            "fee_taken": "Stripe's fee",
            "transfer_made": "Payment",
            "float_added": "Float added",
            "money_unmatched": "Money that matches no invoice",
            "money_matched": "Money matched to an invoice",
            "money_returned": "Money returned",
        }[self.value]


@dataclass(frozen=True)
class LedgerRow:
    """One line of a trust's ledger as it reads there: `amount` and `balance` in the label's sense.

    `other_trust_id` is the other party where the entry is about an invoice.
    """

    account: AccountKind
    kind: EntryKind
    subject: str
    effective_at: datetime
    amount: Money
    balance: Money
    other_trust_id: int | None
    invoice_reference: str | None


@dataclass(frozen=True)
class AccountSummary:
    """A trust's account over a span, in the label's sense: what it began with, what came and went, what is left."""

    account: AccountKind
    brought_forward: Money
    added: Money
    taken: Money
    carried_forward: Money


@dataclass(frozen=True)
class LedgerWanted:
    """Which lines of a trust's ledger: of one account, of an accounting year, of the trade with one other trust."""

    account: AccountKind = AccountKind.PAYABLE
    year: int | None = None
    other_id: int | None = None


@dataclass(frozen=True)
class StatementRow:
    """One line of the account between two trusts; `balance` is what the other owes on the whole, or, below nothing,
    is owed."""

    kind: EntryKind
    subject: str
    invoice_reference: str
    effective_at: datetime
    they_owe: Money
    we_owe: Money
    balance: Money


@dataclass(frozen=True)
class Statement:
    """The account between two trusts over a span, oldest line first. A balance above nothing is owed by the other."""

    brought_forward: Money
    rows: tuple[StatementRow, ...]
    carried_forward: Money


@dataclass(frozen=True)
class LedgerFault:
    """Something that check-ledger found untrue, and of what."""

    reference: str
    message: str
