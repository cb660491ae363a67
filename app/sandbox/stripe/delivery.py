"""Posting events to the webhook, with retries, from a thread of its own."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import sqlite3
import threading
import urllib.error
import urllib.request
from dataclasses import dataclass

from app.sandbox.stripe import balance, events
from app.sandbox.stripe.settings import Settings
from app.sandbox.stripe.store import Store
from app.sandbox.stripe.work import Work

TICK_SECONDS = 0.2
STALE_SECONDS = 3600


def signature(body: bytes, secret: str, moment: int) -> str:
    """The Stripe-Signature header: a time and an HMAC-SHA256 over time and body."""
    signed = str(moment).encode() + b"." + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """To Stripe an answer that points elsewhere is a failure, not a direction."""

    def redirect_request(self, *_args: object, **_named: object) -> None:
        """Follow nothing."""


@dataclass(frozen=True)
class Due:
    """One post that is to be made now."""

    delivery_id: int
    event_id: str
    body: bytes
    attempts: int
    flaw: str


class Postman:
    """Delivers what is due, and makes funds available when their time comes."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirects)
        self.bell = threading.Event()
        self.stopping = False
        self.thread = threading.Thread(target=self._run, name="stripe-sandbox", daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self.thread.start()

    def stop(self) -> None:
        """Finish the post in hand and stop."""
        self.stopping = True
        self.bell.set()
        if self.thread.is_alive():
            self.thread.join(timeout=self.settings.webhook_timeout_seconds + 5)

    def ring(self) -> None:
        """Say that something may be due."""
        self.bell.set()

    def _run(self) -> None:
        while not self.stopping:
            self.bell.wait(TICK_SECONDS)
            self.bell.clear()
            with contextlib.suppress(sqlite3.OperationalError):  # busy: the next tick tries again
                self._deliver()

    def _deliver(self) -> None:
        self._mature()
        while not self.stopping and (due := self._next()) is not None:
            self._settle(due, self._post(due))

    def _mature(self) -> None:
        with self.store.transaction() as records:
            work = Work(records, self.settings, self.settings.clock(), "")
            balance.mature(work)

    def _next(self) -> Due | None:
        if not self.settings.webhook_url:
            return None
        with self.store.transaction() as records:
            row = records.connection.execute(
                "SELECT id, event, attempts, flaw FROM delivery "
                "WHERE state = 'waiting' AND due_at <= ? ORDER BY due_at, id LIMIT 1",
                (self.settings.clock(),),
            ).fetchone()
            if row is None:
                return None
            event = records.find("event", row["event"]) or {}
        body = events.notification(event)
        return Due(row["id"], row["event"], body, row["attempts"], row["flaw"])

    def _post(self, due: Due) -> tuple[bool, str]:
        moment = int(self.settings.clock())
        if due.flaw == "stale":
            moment -= STALE_SECONDS
        secret = self.settings.webhook_secret + ("forged" if due.flaw == "forged" else "")
        request = urllib.request.Request(  # noqa: S310
            str(self.settings.webhook_url),
            data=due.body,
            headers={
                "Content-Type": "application/json; charset=utf-8",
                "Stripe-Signature": signature(due.body, secret, moment),
                "User-Agent": "Stripe/1.0 (sandbox)",
            },
        )
        try:
            with self.opener.open(request, timeout=self.settings.webhook_timeout_seconds) as answer:
                return True, str(answer.status)
        except urllib.error.HTTPError as refused:
            return False, str(refused.code)
        except (OSError, http.client.HTTPException) as failed:
            return False, str(getattr(failed, "reason", failed)) or type(failed).__name__

    def _settle(self, due: Due, outcome: tuple[bool, str]) -> None:
        delivered, answer = outcome
        retries = self.settings.webhook_retry_seconds
        again = not delivered and not due.flaw and due.attempts < len(retries)
        state = "delivered" if delivered else "waiting" if again else "failed"
        wait = retries[due.attempts] if again else 0.0
        with self.store.transaction() as records:
            records.connection.execute(
                "UPDATE delivery SET state = ?, attempts = attempts + 1, answer = ?, due_at = ? WHERE id = ?",
                (state, answer, self.settings.clock() + wait, due.delivery_id),
            )
