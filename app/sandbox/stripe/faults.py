"""Faults that may be switched on: Stripe as it is on a bad day."""

from __future__ import annotations

import json

from app.sandbox.stripe.errors import Document, Refusal
from app.sandbox.stripe.store import Records

KINDS = ("error", "sleep", "drop")
MOMENTS = ("before", "after")


def add(records: Records, asked: Document) -> Document:
    """Switch a fault on for the next `times` calls that match.

    `kind` is error (500), sleep (`seconds`) or drop (no answer); `when` is before or
    after the work is done; `method` and `path` (a prefix) narrow it. `saved` says
    whether v1 keeps a 500 under the idempotency key, as Stripe does, or gives it
    from the edge, before the key is looked at.
    """
    fault: Document = {
        "kind": asked.get("kind"),
        "when": asked.get("when", "before"),
        "seconds": float(asked.get("seconds", 25)),
        "method": asked.get("method", "POST"),
        "path": asked.get("path", "/v"),
        "times": int(asked.get("times", 1)),
        "saved": bool(asked.get("saved", True)),
    }
    if fault["kind"] not in KINDS or fault["when"] not in MOMENTS:
        raise Refusal("A fault is error, sleep or drop, before or after the work")
    cursor = records.connection.execute("INSERT INTO fault (body) VALUES (?)", (json.dumps(fault),))
    return {"id": cursor.lastrowid, **fault}


def list_faults(records: Records) -> list[Document]:
    """The faults that are switched on, in the order in which they strike."""
    rows = records.connection.execute("SELECT id, body FROM fault ORDER BY id")
    return [{"id": row["id"], **json.loads(row["body"])} for row in rows]


def take(records: Records, method: str, path: str) -> Document | None:
    """The fault that strikes this call, which is then used up by one."""
    for fault in list_faults(records):
        if fault["method"] == method and path.startswith(fault["path"]):
            _use_up(records, fault)
            return fault
    return None


def _use_up(records: Records, fault: Document) -> None:
    left = {**fault, "times": fault["times"] - 1}
    number = left.pop("id")
    if left["times"] < 1:
        records.connection.execute("DELETE FROM fault WHERE id = ?", (number,))
        return
    records.connection.execute("UPDATE fault SET body = ? WHERE id = ?", (json.dumps(left), number))


def clear(records: Records) -> None:
    """Switch every fault off."""
    records.connection.execute("DELETE FROM fault")
