"""Idempotency keys: the same request twice is carried out once."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from app.sandbox.stripe.errors import Document, Refusal
from app.sandbox.stripe.store import Records, Store

V1_LIFETIME_SECONDS = 24 * 3600.0
V2_LIFETIME_SECONDS = 30 * 24 * 3600.0
LONGEST_KEY = 255


@dataclass(frozen=True)
class Answer:
    """A stored answer, and the request that it was first given to."""

    status: int
    body: Document
    request_id: str


def fingerprint(method: str, path: str, params: Document) -> str:
    """What makes two requests the same one."""
    text = json.dumps([method, path, params], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def claim(store: Store, key: str, print_: str, *, request_id: str, now: float, lifetime: float) -> Answer | None:
    """Take the key for this request, or hand back the answer that it already has.

    Raises `Refusal` with status 400 where the key belongs to another request, and
    409 while the first request with it is still being worked on.
    """
    if len(key) > LONGEST_KEY:
        raise Refusal("Idempotency keys have up to 255 characters", began=False)
    with store.transaction() as records:
        records.connection.execute("DELETE FROM idempotency WHERE expires_at <= ?", (now,))
        row = records.connection.execute(
            "SELECT fingerprint, request_id, status, body FROM idempotency WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            records.connection.execute(
                "INSERT INTO idempotency (key, fingerprint, request_id, expires_at) VALUES (?, ?, ?, ?)",
                (key, print_, request_id, now + lifetime),
            )
            return None
    if row["fingerprint"] != print_:
        raise _other_request(key)
    if row["status"] is None:
        raise _in_flight()
    return Answer(row["status"], json.loads(row["body"]), row["request_id"])


def _other_request(key: str) -> Refusal:
    return Refusal(
        "Keys for idempotent requests can only be used with the same parameters they were "
        f"first used with. Try using a key other than '{key}' if you meant to execute a "
        "different request.",
        kind="idempotency_error",
        began=False,
    )


def _in_flight() -> Refusal:
    return Refusal(
        "There is currently another in-progress request using this idempotent key.",
        status=409,
        kind="idempotency_error",
        code="idempotency_key_in_use",
        began=False,
    )


def keep(records: Records, key: str, status: int, body: Document) -> None:
    """Store the answer that every later request with the key gets."""
    records.connection.execute(
        "UPDATE idempotency SET status = ?, body = ? WHERE key = ?",
        (status, json.dumps(body), key),
    )


def release(records: Records, key: str) -> None:
    """Forget a key whose request was never carried out."""
    records.connection.execute("DELETE FROM idempotency WHERE key = ? AND status IS NULL", (key,))


def release_all(records: Records) -> None:
    """Forget, at start, the keys of requests that the last stop cut short."""
    records.connection.execute("DELETE FROM idempotency WHERE status IS NULL")
