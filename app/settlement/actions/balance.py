"""The float: what is put in at Stripe, and what Stripe takes besides its fees on payments."""

from collections.abc import Iterable
from datetime import datetime

from app.audit import actions as audit
from app.charges import ledger
from app.charges.values import AccountKind, EntryKind
from app.kernel import database
from app.kernel.database import insert_or_ignore
from app.kernel.money import Money
from app.settlement import queries
from app.settlement.actions.transfers import release_held
from app.settlement.models import BookedRow
from app.settlement.stripe_gateway import GatewayError, gateway
from app.settlement.values import BalanceRow, FloatSeen, Hold

TOP_UP = "topup"
FEES = ("stripe_fee", "stripe_fx_fee", "tax_fee")
BOOKED_KINDS = (TOP_UP, *FEES)


def note_balance_rows(*, rows: Iterable[BalanceRow], at: datetime) -> int:
    """Post each top-up, and each fee that Stripe takes by itself, once; returns how many were new.

    Transfers that waited for the float are tried again.
    """
    added = sum(_note(row, at) for row in rows if row.kind in BOOKED_KINDS)
    if added:
        release_held(Hold.FLOAT, at=at)
    return added


def _note(row: BalanceRow, at: datetime) -> bool:
    values = {"transaction_id": row.transaction_id, "kind": row.kind, "net_pence": row.net_pence, "booked_at": at}
    if not row.net_pence or not insert_or_ignore(BookedRow.__table__, values):  # type: ignore[arg-type]
        return False
    is_added = row.kind == TOP_UP
    account, kind = (AccountKind.FLOAT, EntryKind.FLOAT_ADDED) if is_added else (AccountKind.FEES, EntryKind.FEE_TAKEN)
    amount = Money(row.net_pence)
    ledger.post_entry(
        key=f"balance:{row.transaction_id}",
        kind=kind,
        subject=row.transaction_id,
        lines=[(AccountKind.STRIPE_CLEARING, None, amount), (account, None, -amount)],
        at=at,
    )
    audit.record(
        actor=None,
        verb="settlement.float_added" if is_added else "settlement.fee_taken",
        subject=row.transaction_id,
        at=at,
        facts={"amount_pence": row.net_pence},
    )
    return True


def compare_float() -> FloatSeen:
    """The float by our ledger and the balance at Stripe beside it.

    Calls Stripe, so no transaction is open meanwhile; the balance is None where Stripe does not answer.
    """
    with database.transaction(writing=False):
        clearing, left = queries.clearing(), queries.float_left()
    try:
        balance = gateway().read_balance()
    except GatewayError:
        balance = None
    return FloatSeen(clearing=clearing, float_left=left, balance=balance)
