"""A running sandbox with the real SDK pointed at it, and a receiver of its events."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import requests
import stripe
from werkzeug import Request, Response

from app.sandbox.stripe import Sandbox

SECRET = "whsec_of_the_tests"


def make_client(address: str, *, retries: int = 2, timeout: float = 20, key: str = "sk_test_1") -> stripe.StripeClient:
    """The real SDK, set up as the site sets it up."""
    stripe.enable_telemetry = False
    return stripe.StripeClient(
        key,
        base_addresses={"api": address, "connect": address, "files": address, "meter_events": address},
        max_network_retries=retries,
        http_client=stripe.RequestsClient(timeout=timeout),
    )


def eventually(found: Callable[[], Any], seconds: float = 10) -> Any:
    """What `found` answers once it answers something; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = found()
        if answer:
            return answer
        time.sleep(0.02)
    raise AssertionError("It did not happen in time")


@dataclass
class Receiver:
    """A webhook endpoint that keeps what it is sent; `answers` are given first, then 200."""

    answers: list[int] = field(default_factory=list)
    received: list[tuple[bytes, str]] = field(default_factory=list)
    address: str = ""

    def __call__(self, environ: Any, start_response: Any) -> Any:
        request = Request(environ)
        status = self.answers.pop(0) if self.answers else 200
        self.received.append((request.get_data(), request.headers["Stripe-Signature"]))
        return Response("", status=status, headers={"Location": self.address})(environ, start_response)

    def types(self) -> list[str]:
        """The types of the events that came, in order."""
        return [json.loads(body)["type"] for body, _ in self.received]


@dataclass
class Bench:
    """One sandbox and everything a test needs to press on it."""

    sandbox: Sandbox
    client: Any
    receiver: Receiver

    @classmethod
    def of(cls, sandbox: Sandbox) -> Bench:
        """A bench whose events go nowhere."""
        return cls(sandbox, make_client(sandbox.address), Receiver())

    @property
    def address(self) -> str:
        return self.sandbox.address

    def press(self, path: str, /, **asked: Any) -> dict[str, Any]:
        """POST to a control endpoint."""
        answer = requests.post(f"{self.address}/sandbox/api/{path}", json=asked, timeout=20)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    def look(self, path: str) -> dict[str, Any]:
        """GET a control endpoint."""
        answer = requests.get(f"{self.address}/sandbox/api/{path}", timeout=20)
        assert answer.status_code == 200, answer.text
        result: dict[str, Any] = answer.json()
        return result

    def account(self, *, onboarded: bool = True, **changed: Any) -> Any:
        """A trust's account, by default ready to be paid."""
        account = self.client.v2.core.accounts.create(account_params(**changed))
        if onboarded:
            self.press(f"accounts/{account.id}/onboard")
        return account

    def payment(self, payer: str, amount: int = 10_000, key: str | None = None, **changed: Any) -> Any:
        """A payment by bank transfer that waits for its money."""
        options: Any = {"idempotency_key": key} if key else None
        return self.client.v1.payment_intents.create(payment_params(payer, amount, **changed), options)

    def paid(self, payer: str, amount: int = 10_000, **changed: Any) -> Any:
        """A payment whose money has arrived."""
        payment = self.payment(payer, amount, **changed)
        self.press(f"payments/{payment.id}/arrive")
        return self.client.v1.payment_intents.retrieve(payment.id)

    def transfer(self, to: str, amount: int, key: str | None = None, **changed: Any) -> Any:
        """A transfer to an account."""
        options: Any = {"idempotency_key": key} if key else None
        params: Any = {"amount": amount, "currency": "gbp", "destination": to, **changed}
        return self.client.v1.transfers.create(params, options)

    def balance(self) -> tuple[int, int]:
        """Pence available, pence pending."""
        balance = self.client.v1.balance.retrieve()
        return balance.available[0].amount, balance.pending[0].amount


def account_params(**changed: Any) -> Any:
    """What the site sends to open an account."""
    return {
        "contact_email": "finance@oak.example",
        "display_name": "Oak Learning Trust",
        "dashboard": "express",
        "identity": {
            "country": "gb",
            "entity_type": "company",
            "business_details": {"registered_name": "Oak Learning Trust"},
        },
        "configuration": {
            "customer": {},
            "recipient": {"capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}},
        },
        "defaults": {
            "currency": "gbp",
            "responsibilities": {"fees_collector": "application", "losses_collector": "application"},
        },
        "metadata": {"trust_uid": "1234"},
        "include": ["configuration.recipient", "requirements"],
        **changed,
    }


def payment_params(payer: str, amount: int = 10_000, **changed: Any) -> Any:
    """What the site sends to ask for a bank transfer."""
    return {
        "amount": amount,
        "currency": "gbp",
        "customer_account": payer,
        "confirm": True,
        "allowed_payment_method_types": ["customer_balance"],
        "payment_method_data": {"type": "customer_balance"},
        "payment_method_options": {
            "customer_balance": {
                "funding_type": "bank_transfer",
                "bank_transfer": {"type": "gb_bank_transfer"},
            }
        },
        "transfer_group": "settle:1",
        "metadata": {"run": "1"},
        **changed,
    }
