"""Thin events: signed, delivered again and again, and read by the real SDK."""

from __future__ import annotations

import json
from typing import Any

import pytest
import requests
import stripe

from app.sandbox.stripe.events import TYPES
from tests.sandbox.stripe.bench import SECRET, Bench, eventually

RECIPIENT = "v2.core.account[configuration.recipient].capability_status_updated"


def notifications(bench: Bench, kind: str) -> list[Any]:
    """What the SDK makes of the events of a type that have come."""
    return [
        bench.client.parse_event_notification(body, signature, SECRET)
        for body, signature in list(bench.receiver.received)
        if json.loads(body)["type"] == kind
    ]


def await_one(bench: Bench, kind: str) -> Any:
    return eventually(lambda: notifications(bench, kind))[0]


def test_the_sdk_reads_a_payments_event_and_fetches_the_payment(bench: Bench) -> None:
    payment = bench.paid(bench.account().id)
    told = await_one(bench, "v1.payment_intent.succeeded")
    assert isinstance(told, stripe.events.V1PaymentIntentSucceededEventNotification)
    assert (told.related_object.id, told.related_object.type) == (payment.id, "payment_intent")
    assert told.related_object.url == f"/v1/payment_intents/{payment.id}"
    fetched = told.fetch_related_object()
    assert (fetched.id, fetched.status) == (payment.id, "succeeded")
    assert (told.livemode, told.context, told.reason) == (False, None, None)


def test_the_sdk_reads_an_accounts_event_and_fetches_event_and_account(bench: Bench) -> None:
    account = bench.account()
    told = await_one(bench, RECIPIENT)
    assert (told.related_object.id, told.related_object.type) == (account.id, "v2.core.account")
    fetched = told.fetch_related_object()
    assert (fetched.id, fetched.configuration) == (account.id, None)
    event = told.fetch_event()
    assert event.id == told.id
    assert event.data.updated_capability == "stripe_balance.stripe_transfers"
    assert event.fetch_related_object().id == account.id
    assert await_one(bench, "v2.core.account[requirements].updated").related_object.id == account.id


def test_the_sdk_reads_the_balances_event_which_has_no_id(bench: Bench) -> None:
    bench.press("topups", amount=500)
    told = await_one(bench, "v1.balance.available")
    assert (told.related_object.type, told.related_object.url) == ("balance", "/v1/balance")
    assert told.fetch_related_object().available[0].amount == 500
    assert await_one(bench, "v1.topup.succeeded").fetch_related_object().amount == 500


def test_an_event_names_the_request_that_caused_it(bench: Bench) -> None:
    bench.press("topups", amount=500)
    transfer = bench.transfer(bench.account().id, 100, key="settle:1:recv:1")
    told = await_one(bench, "v1.transfer.created")
    assert told.reason.request.idempotency_key == "settle:1:recv:1"
    assert told.reason.request.id == transfer.last_response.headers["Request-Id"]
    assert told.fetch_related_object().id == transfer.id


def test_part_payment_and_cancelling_are_told(bench: Bench) -> None:
    payment = bench.payment(bench.account().id)
    bench.press(f"payments/{payment.id}/arrive", amount=1)
    bench.client.v1.payment_intents.cancel(payment.id)
    assert await_one(bench, "v1.payment_intent.partially_funded").related_object.id == payment.id
    assert await_one(bench, "v1.payment_intent.canceled").fetch_related_object().status == "canceled"


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_type_is_one_that_the_sdk_knows(bench: Bench, kind: str) -> None:
    bench.press("events", type=kind, object=None if kind == "v1.balance.available" else "x")
    told = await_one(bench, kind)
    assert not isinstance(told, stripe.events.UnknownEventNotification)
    assert told.type == kind


def test_a_refusal_leaves_no_event_behind(bench: Bench) -> None:
    trust = bench.account().id
    before = len(bench.look("events")["data"])
    with pytest.raises(stripe.InvalidRequestError):
        bench.transfer(trust, 100)
    assert len(bench.look("events")["data"]) == before


def test_the_wrong_secret_does_not_verify(bench: Bench) -> None:
    bench.press("topups", amount=1)
    eventually(lambda: bench.receiver.received)
    body, signature = bench.receiver.received[0]
    with pytest.raises(stripe.SignatureVerificationError):
        bench.client.parse_event_notification(body, signature, "whsec_other")
    with pytest.raises(stripe.SignatureVerificationError):
        bench.client.parse_event_notification(body + b" ", signature, SECRET)


@pytest.mark.parametrize("flaw", ["forged", "stale"])
def test_a_flawed_event_can_be_sent_and_does_not_verify(bench: Bench, flaw: str) -> None:
    bench.press("topups", amount=1)
    event = eventually(lambda: bench.look("events")["data"])[0]
    eventually(lambda: len(bench.receiver.received) == 2)
    bench.press(f"events/{event['id']}/send", flaw=flaw)
    eventually(lambda: len(bench.receiver.received) == 3)
    body, signature = bench.receiver.received[2]
    with pytest.raises(stripe.SignatureVerificationError):
        bench.client.parse_event_notification(body, signature, SECRET)


def test_an_event_that_was_not_taken_is_sent_again_with_a_fresh_signature(bench: Bench) -> None:
    bench.receiver.answers = [500, 302]
    bench.press("events", type="v1.transfer.created", object="tr_1")
    eventually(lambda: bench.look("deliveries")["data"][0]["state"] == "delivered")
    assert len({body for body, _ in bench.receiver.received}) == 1
    assert bench.look("deliveries")["data"][0]["attempts"] == 3


def test_an_event_that_is_never_taken_is_given_up_and_can_be_sent_again(bench: Bench) -> None:
    bench.receiver.answers = [500, 500, 500]
    event = bench.press("events", type="v1.transfer.created", object="tr_1")
    eventually(lambda: bench.look("deliveries")["data"][0]["state"] == "failed")
    assert bench.look("deliveries")["data"][0]["answer"] == "500"
    bench.press(f"events/{event['id']}/send")
    eventually(lambda: bench.look("deliveries")["data"][0]["state"] == "delivered")


def test_an_event_can_be_lost(bench: Bench) -> None:
    bench.press("events/copies", copies=0)
    event = bench.press("events", type="v1.transfer.created", object="tr_1")
    assert [one["id"] for one in bench.look("events")["data"]] == [event["id"]]
    assert bench.look("deliveries")["data"] == []


def test_events_can_be_sent_twice(bench: Bench) -> None:
    bench.press("events/copies", copies=2)
    bench.press("events", type="v1.transfer.created", object="tr_1")
    eventually(lambda: len(bench.receiver.received) == 2)
    assert bench.receiver.received[0][0] == bench.receiver.received[1][0]


@pytest.mark.parametrize(("order", "expected"), [("created", ["a", "b", "c"]), ("reversed", ["c", "b", "a"])])
def test_events_can_be_held_and_released_in_any_order(bench: Bench, order: str, expected: list[str]) -> None:
    bench.press("events/hold")
    for name in "abc":
        bench.press("events", type="v1.transfer.created", object=name)
    assert [one["state"] for one in bench.look("deliveries")["data"]] == ["held"] * 3
    assert bench.receiver.received == []
    assert bench.press("events/release", order=order) == {"released": 3}
    eventually(lambda: len(bench.receiver.received) == 3)
    came = [json.loads(body)["related_object"]["id"] for body, _ in bench.receiver.received]
    assert came == expected


def test_shuffled_events_all_come(bench: Bench) -> None:
    bench.press("events/hold")
    for number in range(6):
        bench.press("events", type="v1.transfer.created", object=str(number))
    bench.press("events/release", order="shuffled")
    eventually(lambda: len(bench.receiver.received) == 6)
    came = {json.loads(body)["related_object"]["id"] for body, _ in bench.receiver.received}
    assert came == set("012345")


def test_an_event_of_no_known_type_is_refused(bench: Bench) -> None:
    answer = requests.post(f"{bench.address}/sandbox/api/events", json={"type": "v1.x"}, timeout=5)
    assert answer.status_code == 400
