"""The platform's balance: what came in, what it cost, what may be paid out."""

from __future__ import annotations

from app.sandbox.stripe import events
from app.sandbox.stripe.errors import Document
from app.sandbox.stripe.lists import list_page
from app.sandbox.stripe.parameters import PAGE, Kind, Spec
from app.sandbox.stripe.store import Records, new_id
from app.sandbox.stripe.work import Work, shown

LIST: Spec = {
    **PAGE,
    "created": Kind.MOMENT,
    "currency": Kind.TEXT,
    "source": Kind.TEXT,
    "type": Kind.TEXT,
}
REPORTING = {"payment": "charge"}


def fee_on(amount: int, *, basis_points: int, cap: int) -> int:
    """Stripe's fee in pence on a bank transfer: a share, half up, and never above the cap."""
    return min((amount * basis_points + 5000) // 10000, cap)


def post(
    work: Work,
    *,
    kind: str,
    amount: int,
    source: str,
    available_on: float,
    fee: int = 0,
    description: str | None = None,
) -> Document:
    """Write one balance transaction; it counts as pending until `available_on`."""
    fee_details = [
        {
            "amount": fee,
            "application": None,
            "currency": "gbp",
            "description": "Stripe processing fees",
            "type": "stripe_fee",
        }
    ]
    return work.records.add(
        "balance_transaction",
        {
            "id": new_id("txn_"),
            "object": "balance_transaction",
            "amount": amount,
            "available_on": int(available_on),
            "balance_type": "payments",
            "created": work.created,
            "currency": "gbp",
            "description": description,
            "exchange_rate": None,
            "fee": fee,
            "fee_details": fee_details if fee else [],
            "net": amount - fee,
            "reporting_category": REPORTING.get(kind, kind),
            "source": source,
            "status": "available" if available_on <= work.now else "pending",
            "type": kind,
            "_available_at": available_on,
        },
    )


def mature(work: Work, *, everything: bool = False) -> int:
    """Make available what is due, or everything that is pending; say how many that was."""
    where: dict[str, object] = {"json_extract(body, '$.status') = ?": "pending"}
    if not everything:
        where["json_extract(body, '$._available_at') <= ?"] = work.now
    due = work.records.select("balance_transaction", where, newest_first=False)
    for transaction in due:
        if everything:
            transaction["available_on"] = min(transaction["available_on"], work.created)
        work.records.save({**transaction, "status": "available"})
    if due:
        events.emit(work, "v1.balance.available", None)
    return len(due)


def total(records: Records, status: str) -> int:
    """The sum in pence of all that is `available`, or all that is `pending`."""
    row = records.connection.execute(
        "SELECT coalesce(sum(json_extract(body, '$.net')), 0) FROM record "
        "WHERE kind = 'balance_transaction' AND json_extract(body, '$.status') = ?",
        (status,),
    ).fetchone()
    return int(row[0])


def get_balance(work: Work, _params: Document) -> Document:
    """GET /v1/balance."""
    return {
        "object": "balance",
        "available": [_money(total(work.records, "available"))],
        "connect_reserved": [{"amount": 0, "currency": "gbp"}],
        "livemode": False,
        "pending": [_money(total(work.records, "pending"))],
    }


def _money(amount: int) -> Document:
    return {"amount": amount, "currency": "gbp", "source_types": {"card": amount}}


def get_transaction(work: Work, _params: Document, transaction_id: str) -> Document:
    """GET /v1/balance_transactions/{id}."""
    return shown(work.get("balance_transaction", transaction_id, status=404))


def list_transactions(work: Work, params: Document) -> Document:
    """GET /v1/balance_transactions."""
    filters = ("type", "source", "currency")
    return list_page(work, "balance_transaction", params, url="/v1/balance_transactions", filters=filters)
