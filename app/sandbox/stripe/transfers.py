"""Transfers: from the platform's balance to a connected account."""

from __future__ import annotations

from app.sandbox.stripe import accounts, balance, events
from app.sandbox.stripe.errors import Document, Refusal
from app.sandbox.stripe.lists import list_page
from app.sandbox.stripe.parameters import PAGE, Kind, Spec, require
from app.sandbox.stripe.payments import check_amount, check_currency
from app.sandbox.stripe.store import new_id
from app.sandbox.stripe.work import Work, shown

CREATE: Spec = {
    "amount": Kind.INTEGER,
    "currency": Kind.TEXT,
    "description": Kind.TEXT,
    "destination": Kind.TEXT,
    "expand": Kind.TEXTS,
    "metadata": Kind.METADATA,
    "source_transaction": Kind.TEXT,
    "transfer_group": Kind.TEXT,
}
LIST: Spec = {
    **PAGE,
    "created": Kind.MOMENT,
    "destination": Kind.TEXT,
    "transfer_group": Kind.TEXT,
}


def create_transfer(work: Work, params: Document) -> Document:
    """POST /v1/transfers."""
    require(params, "amount", "currency", "destination")
    check_amount(params["amount"], minimum=1)
    check_currency(params["currency"])
    _check_destination(work, params["destination"])
    available_on = _take_funds(work, params)
    transfer_id = new_id("tr_")
    transaction = balance.post(
        work,
        kind="transfer",
        amount=-params["amount"],
        source=transfer_id,
        available_on=available_on,
        description=params.get("description"),
    )
    transfer = _new_transfer(work, params, transfer_id, transaction["id"])
    work.records.add("transfer", transfer)
    events.emit(work, "v1.transfer.created", transfer_id)
    return shown(transfer)


def _check_destination(work: Work, account_id: str) -> None:
    """Raise `Refusal` unless the account is there and may be paid."""
    account = work.get("account", account_id, param="destination")
    if accounts.capability_status(account) != "active":
        raise Refusal(
            "Your destination account needs to have at least one of the following "
            "capabilities enabled: transfers, crypto_transfers, legacy_payments",
            code="insufficient_capabilities_for_transfer",
        )


def _take_funds(work: Work, params: Document) -> float:
    """When the money leaves; raises `Refusal` where there is not enough of it."""
    if "source_transaction" in params:
        return _take_from_charge(work, params)
    if params["amount"] > balance.total(work.records, "available"):
        raise Refusal(
            "You have insufficient available funds in your Stripe account.",
            code="balance_insufficient",
        )
    return work.now


def _take_from_charge(work: Work, params: Document) -> float:
    charge = work.get("charge", params["source_transaction"], param="source_transaction")
    charge["_transferred"] += params["amount"]
    if charge["_transferred"] > charge["amount"]:
        raise Refusal(
            "Transfers using this transaction as a source exceed its amount.",
            code="balance_insufficient",
            param="source_transaction",
        )
    work.records.save(charge)
    transaction = work.get("balance_transaction", charge["balance_transaction"])
    return float(transaction["_available_at"])


def _new_transfer(work: Work, params: Document, transfer_id: str, transaction: str) -> Document:
    return {
        "id": transfer_id,
        "object": "transfer",
        "amount": params["amount"],
        "amount_reversed": 0,
        "balance_transaction": transaction,
        "created": work.created,
        "currency": params["currency"],
        "description": params.get("description"),
        "destination": params["destination"],
        "destination_payment": new_id("py_"),
        "livemode": False,
        "metadata": params.get("metadata", {}),
        "reversals": {
            "object": "list",
            "data": [],
            "has_more": False,
            "url": f"/v1/transfers/{transfer_id}/reversals",
        },
        "reversed": False,
        "source_transaction": params.get("source_transaction"),
        "source_type": "card",
        "transfer_group": params.get("transfer_group"),
    }


def get_transfer(work: Work, _params: Document, transfer_id: str) -> Document:
    """GET /v1/transfers/{id}."""
    return shown(work.get("transfer", transfer_id, status=404))


def list_transfers(work: Work, params: Document) -> Document:
    """GET /v1/transfers."""
    filters = ("destination", "transfer_group")
    return list_page(work, "transfer", params, url="/v1/transfers", filters=filters)
