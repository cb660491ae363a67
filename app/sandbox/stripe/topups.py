"""Top-ups: the platform's own money, put into its balance as a float."""

from __future__ import annotations

from app.sandbox.stripe import balance, events
from app.sandbox.stripe.errors import Document
from app.sandbox.stripe.lists import list_page
from app.sandbox.stripe.parameters import PAGE, Kind, Spec, require
from app.sandbox.stripe.payments import check_amount, check_currency
from app.sandbox.stripe.store import new_id
from app.sandbox.stripe.work import Work, shown

CREATE: Spec = {
    "amount": Kind.INTEGER,
    "currency": Kind.TEXT,
    "description": Kind.TEXT,
    "expand": Kind.TEXTS,
    "metadata": Kind.METADATA,
    "transfer_group": Kind.TEXT,
}
LIST: Spec = {**PAGE, "created": Kind.MOMENT}


def create_topup(work: Work, params: Document) -> Document:
    """POST /v1/topups; the money is available at once."""
    require(params, "amount", "currency")
    check_amount(params["amount"], minimum=1)
    check_currency(params["currency"])
    topup_id = new_id("tu_")
    transaction = balance.post(
        work,
        kind="topup",
        amount=params["amount"],
        source=topup_id,
        available_on=work.now,
        description=params.get("description"),
    )
    topup: Document = {
        "id": topup_id,
        "object": "topup",
        "amount": params["amount"],
        "balance_transaction": transaction["id"],
        "created": work.created,
        "currency": params["currency"],
        "description": params.get("description"),
        "expected_availability_date": work.created,
        "failure_code": None,
        "failure_message": None,
        "livemode": False,
        "metadata": params.get("metadata", {}),
        "source": None,
        "statement_descriptor": None,
        "status": "succeeded",
        "transfer_group": params.get("transfer_group"),
    }
    work.records.add("topup", topup)
    events.emit(work, "v1.topup.succeeded", topup_id)
    events.emit(work, "v1.balance.available", None)
    return shown(topup)


def get_topup(work: Work, _params: Document, topup_id: str) -> Document:
    """GET /v1/topups/{id}."""
    return shown(work.get("topup", topup_id, status=404))


def list_topups(work: Work, params: Document) -> Document:
    """GET /v1/topups."""
    return list_page(work, "topup", params, url="/v1/topups")
