"""The shape of each kind of ledger entry: which accounts its lines may stand on."""

from collections.abc import Sequence

from app.charges.values import AccountKind, EntryKind
from app.kernel.money import Money

Line = tuple[AccountKind, int | None, Money]

SHAPES: dict[EntryKind, frozenset[AccountKind]] = {
    EntryKind.INVOICE_ISSUED: frozenset({AccountKind.RECEIVABLE, AccountKind.PAYABLE}),
    EntryKind.CREDIT_NOTE_ISSUED: frozenset({AccountKind.RECEIVABLE, AccountKind.PAYABLE}),
    EntryKind.MONEY_ARRIVED: frozenset({AccountKind.STRIPE_CLEARING, AccountKind.IN_SETTLEMENT}),
    EntryKind.FEE_TAKEN: frozenset({AccountKind.FEES, AccountKind.STRIPE_CLEARING}),
    EntryKind.TRANSFER_MADE: frozenset(
        {AccountKind.IN_SETTLEMENT, AccountKind.STRIPE_CLEARING, AccountKind.PAYABLE, AccountKind.RECEIVABLE}
    ),
    EntryKind.FLOAT_ADDED: frozenset({AccountKind.STRIPE_CLEARING, AccountKind.FLOAT}),
    EntryKind.MONEY_UNMATCHED: frozenset({AccountKind.STRIPE_CLEARING, AccountKind.SUSPENSE}),
    EntryKind.MONEY_MATCHED: frozenset({AccountKind.SUSPENSE, AccountKind.IN_SETTLEMENT}),
    EntryKind.MONEY_RETURNED: frozenset({AccountKind.STRIPE_CLEARING, AccountKind.IN_SETTLEMENT, AccountKind.SUSPENSE}),
}


class LedgerError(Exception):
    """An entry that must never be posted: a fault of ours, never of the person's."""


def check_entry(kind: EntryKind, lines: Sequence[Line]) -> None:
    """An entry has two lines or more, none of nothing, on accounts of its kind, and adds up to nothing.

    Raises LedgerError. Double entry: what one account gains another loses.
    """
    if len(lines) < 2 or any(not amount for _, _, amount in lines):
        raise LedgerError("an entry has two lines or more, each of an amount")
    if Money.total(amount for _, _, amount in lines):
        raise LedgerError("the lines of an entry add up to £0.00")
    for account, trust_id, _ in lines:
        if account not in SHAPES[kind]:
            raise LedgerError(f"an entry of kind {kind} has no line on {account}")
        if account.is_a_trusts != (trust_id is not None):
            raise LedgerError(f"{account} is {'a' if account.is_a_trusts else 'no'} trust's account")
