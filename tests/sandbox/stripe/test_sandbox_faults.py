"""Stripe on a bad day: errors, silence and dropped lines, before and after the work."""

from __future__ import annotations

from typing import Any

import pytest
import requests
import stripe

from tests.sandbox.stripe.bench import Bench, make_client

TOPUP: Any = {"amount": 100, "currency": "gbp"}


def top_up(client: Any) -> Any:
    return client.v1.topups.create(TOPUP, {"idempotency_key": "k"})


@pytest.mark.parametrize(("when", "done"), [("before", 0), ("after", 100)])
def test_a_kept_500_is_replayed_for_ever_whether_the_work_was_done_or_not(bench: Bench, when: str, done: int) -> None:
    bench.press("faults", kind="error", when=when)
    for _ in range(2):
        with pytest.raises(stripe.APIError) as refused:
            top_up(bench.client)
        assert refused.value.http_status == 500
    assert bench.balance() == (done, 0)


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_sdk_gets_over_a_500_that_is_not_kept(bench: Bench, when: str) -> None:
    bench.press("faults", kind="error", when=when, saved=False)
    assert top_up(bench.client).amount == 100
    assert bench.balance() == (100, 0)


@pytest.mark.parametrize("when", ["before", "after"])
def test_the_sdk_gets_over_a_dropped_line(bench: Bench, when: str) -> None:
    bench.press("faults", kind="drop", when=when)
    assert top_up(bench.client).amount == 100
    assert bench.balance() == (100, 0)


def test_a_line_that_drops_more_often_than_the_sdk_tries_is_a_connection_error(bench: Bench) -> None:
    bench.press("faults", kind="drop", when="after", times=3)
    with pytest.raises(stripe.APIConnectionError):
        top_up(bench.client)
    assert top_up(bench.client).last_response.headers["Idempotent-Replayed"] == "true"
    assert bench.balance() == (100, 0)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_call_that_times_out_is_done_once(bench: Bench, when: str) -> None:
    bench.press("faults", kind="sleep", when=when, seconds=0.8)
    assert top_up(make_client(bench.address, retries=99, timeout=0.4)).amount == 100
    assert bench.balance() == (100, 0)


def test_a_timeout_without_retries_leaves_the_caller_in_doubt(bench: Bench) -> None:
    bench.press("faults", kind="sleep", when="after", seconds=0.5)
    with pytest.raises(stripe.APIConnectionError):
        top_up(make_client(bench.address, retries=0, timeout=0.2))
    assert bench.balance() == (100, 0)


def test_a_v2_call_that_failed_after_its_work_is_not_done_twice(bench: Bench) -> None:
    bench.press("faults", kind="error", when="after", path="/v2")
    assert bench.account(onboarded=False).id
    assert len(bench.client.v2.core.accounts.list().data) == 1


def test_a_fault_strikes_only_the_calls_it_is_meant_for(bench: Bench) -> None:
    bench.press("faults", kind="error", path="/v1/transfers")
    bench.press("faults", kind="error", method="GET", path="/v1/balance", saved=False, times=3)
    assert top_up(bench.client).amount == 100
    with pytest.raises(stripe.APIError):
        bench.client.v1.balance.retrieve()
    assert bench.balance() == (100, 0)
    assert [fault["path"] for fault in bench.look("faults")["data"]] == ["/v1/transfers"]
    bench.press("faults/clear")
    assert bench.look("faults")["data"] == []


def test_a_fault_that_there_is_not_is_refused(bench: Bench) -> None:
    answer = requests.post(f"{bench.address}/sandbox/api/faults", json={"kind": "flood"}, timeout=5)
    assert answer.status_code == 400


def test_controls_take_only_json_which_no_other_sites_form_can_send(bench: Bench) -> None:
    answer = requests.post(f"{bench.address}/sandbox/api/topups", data='{"amount": 5}', timeout=5)
    assert answer.status_code == 415
    assert bench.balance() == (0, 0)
