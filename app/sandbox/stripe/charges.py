"""Charges: money that a payment brought into the platform's balance."""

from __future__ import annotations

from app.sandbox.stripe import balance
from app.sandbox.stripe.errors import Document
from app.sandbox.stripe.lists import list_page
from app.sandbox.stripe.parameters import PAGE, Kind, Spec
from app.sandbox.stripe.store import new_id
from app.sandbox.stripe.work import Work, shown

LIST: Spec = {
    **PAGE,
    "created": Kind.MOMENT,
    "payment_intent": Kind.TEXT,
    "transfer_group": Kind.TEXT,
}


def create(work: Work, payment: Document) -> Document:
    """Record a paid payment: the charge, and its balance transaction with Stripe's fee."""
    charge_id = new_id("py_")
    settings = work.settings
    fee = balance.fee_on(payment["amount"], basis_points=settings.fee_basis_points, cap=settings.fee_cap_pence)
    transaction = balance.post(
        work,
        kind="payment",
        amount=payment["amount"],
        fee=fee,
        source=charge_id,
        available_on=work.now + settings.available_after_seconds,
        description=payment["description"],
    )
    return work.records.add("charge", _new_charge(work, payment, charge_id, transaction["id"]))


def _new_charge(work: Work, payment: Document, charge_id: str, transaction: str) -> Document:
    copied = ("currency", "description", "metadata", "payment_method", "transfer_group")
    return {
        "id": charge_id,
        "object": "charge",
        **{name: payment[name] for name in copied},
        "amount": payment["amount"],
        "amount_captured": payment["amount"],
        "amount_refunded": 0,
        "balance_transaction": transaction,
        "captured": True,
        "created": work.created,
        "customer": None,
        "disputed": False,
        "failure_code": None,
        "livemode": False,
        "paid": True,
        "payment_intent": payment["id"],
        "payment_method_details": {"customer_balance": {}, "type": "customer_balance"},
        "refunded": False,
        "status": "succeeded",
        "_transferred": 0,
    }


def get_charge(work: Work, _params: Document, charge_id: str) -> Document:
    """GET /v1/charges/{id}."""
    return shown(work.get("charge", charge_id, status=404))


def list_charges(work: Work, params: Document) -> Document:
    """GET /v1/charges."""
    filters = ("payment_intent", "transfer_group")
    return list_page(work, "charge", params, url="/v1/charges", filters=filters)
