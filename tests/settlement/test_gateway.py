"""The gateway speaks to Stripe as it was decided, through the real SDK."""

import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest
import stripe as sdk
from flask import Flask

from app.settlement.stripe_gateway import GatewayRefused, NotServed, ShortOfFloat, StillInFlight, StripeGateway, gateway
from app.settlement.stripe_gateway.errors import BadEvent, in_our_words
from app.settlement.values import AccountAsked, Capability, TransferAsked
from config import STRIPE
from tests.sandbox.stripe.bench import Bench
from tests.stripe import Stripe


def client_of(made: StripeGateway) -> Any:
    return made._client._requestor


class Listener(BaseHTTPRequestHandler):
    """Answers every call with a thing that has an id, and keeps which calls came."""

    heard: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        self.heard.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        body = b'{"id": "thing_1", "object": "thing"}'
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def test_one_setting_reaches_every_host_that_the_sdk_speaks_to() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Listener) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        base = f"http://127.0.0.1:{server.server_port}/"
        client: Any = StripeGateway(key="sk_test_1", base=base, webhook_secret="whsec_1")._client
        client.v1.topups.create({"amount": 1, "currency": "gbp"})
        client.oauth.token({"grant_type": "authorization_code", "code": "ac_1"})
        client.v1.files.create({"purpose": "dispute_evidence", "file": io.BytesIO(b"evidence")})
        client.v2.billing.meter_event_stream.create({"events": []})
        server.shutdown()
    assert Listener.heard == ["/v1/topups", "/oauth/token", "/v1/files", "/v2/billing/meter_event_stream"]


def test_stripes_own_address_leaves_stripes_own_addresses() -> None:
    made = client_of(StripeGateway(key="sk_test_1", base=STRIPE, webhook_secret="whsec_1"))
    assert made._options.base_addresses["api"] == "https://api.stripe.com"
    assert made._options.base_addresses["connect"] == "https://connect.stripe.com"


def test_it_retries_twice_waits_twenty_seconds_and_sends_no_telemetry() -> None:
    made = client_of(StripeGateway(key="sk_test_1", base=STRIPE, webhook_secret="whsec_1"))
    assert made._options.max_network_retries == 2
    assert made._client._timeout == 20
    assert sdk.enable_telemetry is False


def test_an_account_is_opened_once_for_its_key_and_asked_to_be_paid(app: Flask, stripe: Stripe) -> None:
    asked = AccountAsked("acct:90001", "90001", "Larkmoor Learning Trust", "finance@larkmoor.example")
    first, second = gateway().open_account(asked), gateway().open_account(asked)
    assert first == second
    assert (first.trust_uid, first.transfers, first.open_questions) == ("90001", Capability.RESTRICTED, 2)
    held = stripe.look(f"v2/core/accounts/{first.account_id}?include[0]=configuration.customer&include[1]=defaults")
    assert held["applied_configurations"] == ["customer", "recipient"]
    assert held["defaults"]["responsibilities"] == {"fees_collector": "application", "losses_collector": "application"}
    assert held["dashboard"] == "express"


def transfer_asked(account_id: str, **changed: Any) -> TransferAsked:
    values = {
        "key": "settle:SET-23456:recv:90001:1",
        "account_id": account_id,
        "amount_pence": 500,
        "run": "SET-23456",
        "leg_id": 7,
        "attempt": 1,
        "looks_first": False,
    }
    return TransferAsked(**{**values, **changed})


def test_a_transfer_is_found_by_its_run_and_leg_and_never_made_twice(app: Flask, stripe: Stripe) -> None:
    account_id = Bench.of(stripe.sandbox).account().id
    stripe.press("topups", amount=5_000)
    first = gateway().send_transfer(transfer_asked(account_id))
    again = gateway().send_transfer(transfer_asked(account_id, key="another", attempt=2, looks_first=True))
    assert first == again
    other = gateway().send_transfer(transfer_asked(account_id, key="third", leg_id=8, looks_first=True))
    assert other.transfer_id != first.transfer_id
    assert gateway().find_transfer("SET-99999", 7) is None


def test_what_stripe_refuses_is_told_apart(app: Flask, stripe: Stripe) -> None:
    bench = Bench.of(stripe.sandbox)
    with pytest.raises(ShortOfFloat):
        gateway().send_transfer(transfer_asked(bench.account().id))
    stripe.press("topups", amount=5_000)
    with pytest.raises(GatewayRefused) as refused:
        gateway().send_transfer(transfer_asked(bench.account(onboarded=False).id, key="k2"))
    assert refused.value.code == "insufficient_capabilities_for_transfer"
    assert not isinstance(refused.value, ShortOfFloat)
    with pytest.raises(GatewayRefused) as refused:
        gateway().send_transfer(transfer_asked(bench.account().id, key="k2"))
    assert refused.value.code == "idempotency_mismatch"


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (sdk.RateLimitError("slow down", http_status=429), NotServed),
        (sdk.AuthenticationError("no such key", http_status=401), NotServed),
        (sdk.PermissionError("not yours", http_status=403), NotServed),
        (sdk.IdempotencyError("in use", http_status=409, code="idempotency_key_in_use"), StillInFlight),
        (sdk.InvalidRequestError("busy", None, http_status=409, code="lock_timeout"), StillInFlight),
    ],
)
def test_a_call_that_was_turned_away_is_tried_again_as_it_was(raised: Exception, told: type[Exception]) -> None:
    with pytest.raises(told), in_our_words():
        raise raised


def test_commands_that_do_not_use_stripe_need_no_key(app: Flask) -> None:
    from app.settlement import stripe_gateway

    made: list[str] = []

    def make() -> StripeGateway:
        made.append("once")
        return StripeGateway(key="sk_test_1", base=STRIPE, webhook_secret="whsec_1")

    before = list(stripe_gateway._makers)
    stripe_gateway.use_gateway(make)
    assert made == []
    assert gateway() is gateway()
    assert made == ["once"]
    stripe_gateway.use_gateway(before[0])


def test_without_a_secret_no_event_is_believed() -> None:
    made = StripeGateway(key="sk_test_suite", base="http://127.0.0.1:9", webhook_secret="")
    raw = b'{"id": "evt_1"}'
    signed = sdk.WebhookSignature.generate_signature_header(raw.decode(), "")
    with pytest.raises(BadEvent, match="STRIPE_WEBHOOK_SECRET"):
        made.verify_event(raw, signed)
