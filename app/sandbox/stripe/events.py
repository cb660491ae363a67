"""Thin events: what happened, to which object; the reader fetches the rest."""

from __future__ import annotations

import json

from app.sandbox.stripe.errors import Document
from app.sandbox.stripe.store import Records, new_id
from app.sandbox.stripe.work import Work, iso, shown

ACCOUNT_URL = "/v2/core/accounts/{id}"
PAYMENT_URL = "/v1/payment_intents/{id}"
# Each type of event with the kind of its object and where that is fetched.
TYPES: dict[str, tuple[str, str]] = {
    "v1.payment_intent.processing": ("payment_intent", PAYMENT_URL),
    "v1.payment_intent.requires_action": ("payment_intent", PAYMENT_URL),
    "v1.payment_intent.partially_funded": ("payment_intent", PAYMENT_URL),
    "v1.payment_intent.succeeded": ("payment_intent", PAYMENT_URL),
    "v1.payment_intent.payment_failed": ("payment_intent", PAYMENT_URL),
    "v1.payment_intent.canceled": ("payment_intent", PAYMENT_URL),
    "v1.balance.available": ("balance", "/v1/balance"),
    "v1.transfer.created": ("transfer", "/v1/transfers/{id}"),
    "v1.topup.succeeded": ("topup", "/v1/topups/{id}"),
    "v2.core.account[requirements].updated": ("account", ACCOUNT_URL),
    "v2.core.account[configuration.recipient].capability_status_updated": (
        "account",
        ACCOUNT_URL,
    ),
}
NOTIFIED = ("id", "object", "type", "created", "livemode", "context", "reason", "related_object")


def emit(work: Work, kind: str, object_id: str | None, data: Document | None = None) -> Document:
    """Store an event of one of `TYPES` and queue its delivery."""
    event: Document = {
        "id": new_id("evt_test_"),
        "object": "v2.core.event",
        "type": kind,
        "created": iso(work.now),
        "livemode": False,
        "context": None,
        "reason": work.cause,
        "related_object": _related(kind, object_id),
    }
    if data is not None:
        event["data"] = data
    work.records.add("event", event)
    copies = int(work.records.switch("copies", "1"))
    queue(work, event["id"], copies=copies)
    return event


def _related(kind: str, object_id: str | None) -> Document:
    object_kind, url = TYPES[kind]
    named = "v2.core.account" if object_kind == "account" else object_kind
    related: Document = {"type": named, "url": url.format(id=object_id)}
    if object_id is not None:
        related["id"] = object_id
    return related


def queue(work: Work, event_id: str, *, copies: int = 1, flaw: str = "") -> None:
    """Queue deliveries of an event, at once or, while events are held, for later."""
    held = work.records.switch("hold") == "yes" and not flaw
    for _ in range(copies):
        work.records.connection.execute(
            "INSERT INTO delivery (event, state, due_at, flaw) VALUES (?, ?, ?, ?)",
            (event_id, "held" if held else "waiting", work.now, flaw),
        )


def notification(event: Document) -> bytes:
    """The raw body that is posted: the event without its data."""
    return json.dumps({key: event[key] for key in NOTIFIED if key in event}).encode()


def get_event(work: Work, _params: Document, event_id: str) -> Document:
    """GET /v2/core/events/{id}."""
    return shown(work.get("event", event_id, status=404))


def list_deliveries(records: Records, limit: int = 100) -> list[Document]:
    """What was posted or waits to be, newest first, each with its event's type."""
    rows = records.connection.execute(
        "SELECT delivery.id, event, state, attempts, flaw, answer, "
        "json_extract(record.body, '$.type') AS type, "
        "json_extract(record.body, '$.created') AS created "
        "FROM delivery JOIN record ON record.id = delivery.event "
        "ORDER BY delivery.id DESC LIMIT ?",
        (limit,),
    )
    return [dict(row) for row in rows]
