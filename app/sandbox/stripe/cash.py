"""Money that arrives by bank transfer, and what is left of it with the payer."""

from __future__ import annotations

from app.sandbox.stripe import charges, events
from app.sandbox.stripe.errors import Document, Refusal
from app.sandbox.stripe.store import Records
from app.sandbox.stripe.work import Work


def arrive(work: Work, payment_id: str, amount: int) -> Document:
    """A bank transfer of `amount` pence comes in for a payment.

    The payment takes what it still lacks, then the payer's other open payments theirs,
    oldest first; the rest stays in the payer's cash balance. Answers with the pence
    applied here, elsewhere and kept, and the payment's new status.
    """
    if amount < 1:
        raise Refusal("A bank transfer is of at least 1p", param="amount", began=False)
    payment = work.get("payment_intent", payment_id)
    payer = payment["customer_account"]
    waiting = payment["status"] == "requires_action"
    applied = min(amount, payment["amount"] - payment["_received"]) if waiting else 0
    if applied:
        _apply(work, payment, applied)
    before = balance_of(work.records, payer)
    keep(work, payer, amount - applied)
    reconcile(work, payer)
    kept = balance_of(work.records, payer) - before
    elsewhere = amount - applied - kept
    return {"applied": applied, "elsewhere": elsewhere, "kept": kept, "status": payment["status"]}


def reconcile(work: Work, account_id: str) -> None:
    """Pay the account's open payments from its cash balance, oldest first."""
    waiting = {
        "json_extract(body, '$.status') = ?": "requires_action",
        "json_extract(body, '$.customer_account') = ?": account_id,
    }
    for payment in work.records.select("payment_intent", waiting, newest_first=False):
        use(work, payment)


def use(work: Work, payment: Document) -> None:
    """Pay, wholly or in part, from what the payer already has."""
    held = balance_of(work.records, payment["customer_account"])
    applied = min(held, payment["amount"] - payment["_received"])
    if applied:
        keep(work, payment["customer_account"], -applied)
        _apply(work, payment, applied)


def _apply(work: Work, payment: Document, amount: int) -> None:
    payment["_received"] += amount
    remaining = payment["amount"] - payment["_received"]
    if remaining:
        payment["next_action"]["display_bank_transfer_instructions"]["amount_remaining"] = remaining
        events.emit(work, "v1.payment_intent.partially_funded", payment["id"])
    else:
        _succeed(work, payment)
    work.records.save(payment)


def _succeed(work: Work, payment: Document) -> None:
    charge = charges.create(work, payment)
    payment.update(
        status="succeeded",
        amount_received=payment["amount"],
        latest_charge=charge["id"],
        next_action=None,
    )
    events.emit(work, "v1.payment_intent.succeeded", payment["id"])


def balance_of(records: Records, account_id: str) -> int:
    """What the account has in its cash balance, in pence."""
    held = records.find("cash_balance", f"cash_{account_id}")
    return 0 if held is None else int(held["available"])


def keep(work: Work, account_id: str, amount: int) -> None:
    """Add `amount` pence, which may be less than zero, to the account's cash balance."""
    held = work.records.find("cash_balance", f"cash_{account_id}")
    if held is None:
        held = {"id": f"cash_{account_id}", "account": account_id, "available": 0}
        work.records.add("cash_balance", held)
    held["available"] += amount
    work.records.save(held)
