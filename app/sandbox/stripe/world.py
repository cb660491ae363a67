"""The outside world: people and banks, who act on Stripe but not through its API."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request

from app.sandbox.stripe import balance
from app.sandbox.stripe.delivery import Postman
from app.sandbox.stripe.settings import Settings
from app.sandbox.stripe.store import Store
from app.sandbox.stripe.work import Work


class World:
    """Opens pieces of work that no API request caused."""

    def __init__(self, store: Store, settings: Settings, postman: Postman) -> None:
        self.store = store
        self.settings = settings
        self.postman = postman

    @contextmanager
    def work(self) -> Iterator[Work]:
        """One transaction; what it sets going is posted when it is over."""
        base = (self.settings.public_url or request.host_url).rstrip("/")
        with self.store.transaction() as records:
            work = Work(records, self.settings, self.settings.clock(), base)
            balance.mature(work)
            yield work
        self.postman.ring()
