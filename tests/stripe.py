"""The sandbox's Stripe, run for a test where the app's settings say that Stripe is."""

import random
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask
from stripe import HTTPClient
from werkzeug.test import TestResponse

from app.sandbox.stripe import Sandbox, Settings, create_sandbox
from app.sandbox.stripe.delivery import signature
from app.sandbox.stripe.events import notification
from tests.police import PoliceClient

HTTPClient.INITIAL_DELAY, HTTPClient.MAX_DELAY = 0.01, 0.02  # type: ignore[assignment]
"""How many seconds Stripe's library waits before it tries again what failed: its own settings, for one machine."""

SECRET = "whsec_suite"
PORTS = range(20_000, 30_000)


@cache
def stripe_port() -> int:
    """A port for this test run, below those that the machine hands out by itself."""
    for port in random.SystemRandom().sample(PORTS, 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no port is free")


def stripe_address() -> str:
    """Where the apps of this test run look for Stripe."""
    return f"http://127.0.0.1:{stripe_port()}"


@dataclass
class Stripe:
    """A running sandbox, what a test presses on it, and what it has to tell the site."""

    sandbox: Sandbox
    told: set[str] = field(default_factory=set)

    def press(self, path: str, /, **asked: Any) -> dict[str, Any]:
        """Press one of the outside world's buttons: POST to a control endpoint."""
        answer = requests.post(f"{self.sandbox.address}/sandbox/api/{path}", json=asked, timeout=20)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    def look(self, path: str) -> Any:
        """GET a control endpoint, or an object of Stripe's API ("v1/…")."""
        where = path if path.startswith("v") else f"sandbox/api/{path}"
        headers = {"Authorization": "Bearer sk_test_1"}
        answer = requests.get(f"{self.sandbox.address}/{where}", headers=headers, timeout=20)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def transfers(self) -> list[dict[str, Any]]:
        """Every transfer, newest first."""
        found: list[dict[str, Any]] = self.look("v1/transfers?limit=100")["data"]
        return found

    def payments(self) -> list[dict[str, Any]]:
        """Every payment, newest first."""
        found: list[dict[str, Any]] = self.look("v1/payment_intents?limit=100")["data"]
        return found

    def events(self) -> list[dict[str, Any]]:
        """Every event, oldest first."""
        found: list[dict[str, Any]] = self.look("events")["data"]
        return found[::-1]

    def news(self) -> list[dict[str, Any]]:
        """The events that the site has not been told, oldest first."""
        return [event for event in self.events() if event["id"] not in self.told]

    def tell(self, app: Flask, *events: dict[str, Any]) -> None:
        """Post events to the site as Stripe does; by default all that it has not been told."""
        for event in events or self.news():
            assert self.post(app, event).status_code == 200
            self.told.add(event["id"])

    def post(self, app: Flask, event: dict[str, Any], *, age: int = 0, secret: str = SECRET) -> TestResponse:
        """Post one event to the site's webhook, signed so many seconds ago."""
        body = notification(event)
        header = signature(body, secret, int(self.sandbox.settings.clock()) - age)
        app.test_client_class = PoliceClient
        return app.test_client().post(
            "/stripe/events", data=body, headers={"Stripe-Signature": header}, content_type="application/json"
        )


@pytest.fixture
def stripe(tmp_path: Path) -> Iterator[Stripe]:
    """A fresh Stripe, whose money is pending for an hour unless it is made available; it posts no events itself."""
    settings = Settings(
        database=str(tmp_path / "stripe.sqlite3"), webhook_secret=SECRET, available_after_seconds=3600, float_pence=0
    )
    sandbox = create_sandbox(settings, stripe_port())
    sandbox.start()
    yield Stripe(sandbox)
    sandbox.stop()
