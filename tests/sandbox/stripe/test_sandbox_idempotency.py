"""The same request twice is carried out once, whatever happens in between."""

from __future__ import annotations

import threading
import time

import pytest
import requests
import stripe

from app.sandbox.stripe import Settings, create_sandbox
from tests.sandbox.stripe.bench import Bench, account_params, make_client, payment_params

DAY = 24 * 3600


def test_the_same_request_with_the_same_key_gets_the_first_answer_again(bench: Bench) -> None:
    payer = bench.account().id
    first = bench.payment(payer, key="settle:1:pay:1")
    second = bench.payment(payer, key="settle:1:pay:1")
    assert second.id == first.id
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert second.last_response.headers["Original-Request"] == first.last_response.headers["Request-Id"]
    assert len(bench.client.v1.payment_intents.list().data) == 1


def test_a_replay_shows_the_first_answer_not_the_present(bench: Bench) -> None:
    payer = bench.account().id
    first = bench.payment(payer, key="k")
    bench.press(f"payments/{first.id}/arrive")
    assert bench.payment(payer, key="k").status == "requires_action"
    assert bench.client.v1.payment_intents.retrieve(first.id).status == "succeeded"


def test_another_body_under_the_same_key_is_refused(bench: Bench) -> None:
    payer = bench.account().id
    bench.payment(payer, 1_000, key="k")
    with pytest.raises(stripe.IdempotencyError) as refused:
        bench.payment(payer, 1_001, key="k")
    assert refused.value.http_status == 400
    with pytest.raises(stripe.IdempotencyError):
        bench.client.v1.topups.create({"amount": 1_000, "currency": "gbp"}, {"idempotency_key": "k"})
    assert bench.payment(payer, 1_000, key="k").amount == 1_000


def test_accounts_of_v2_are_opened_once_for_a_key(bench: Bench) -> None:
    options = {"idempotency_key": "acct:1"}
    first = bench.client.v2.core.accounts.create(account_params(), options)
    assert bench.client.v2.core.accounts.create(account_params(), options).id == first.id
    with pytest.raises(stripe.IdempotencyError):
        bench.client.v2.core.accounts.create(account_params(display_name="Another"), options)


def test_a_refused_transfer_stays_refused_under_its_key(bench: Bench) -> None:
    trust = bench.account().id
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            bench.transfer(trust, 100, key="settle:1:recv:1:1")
        assert refused.value.code == "balance_insufficient"
        bench.press("topups", amount=100)
    assert refused.value.headers is not None
    assert refused.value.headers["Idempotent-Replayed"] == "true"
    assert bench.transfer(trust, 100, key="settle:1:recv:1:2").amount == 100


def test_a_request_turned_away_at_the_door_does_not_use_up_its_key(bench: Bench) -> None:
    payer = bench.account().id
    with pytest.raises(stripe.InvalidRequestError):
        bench.payment(payer, 29, key="k")
    assert bench.payment(payer, 30, key="k").amount == 30


def test_a_v2_request_that_failed_is_carried_out_again(bench: Bench) -> None:
    params = {
        "account": "acct_later",
        "use_case": {"type": "account_onboarding", "account_onboarding": {"refresh_url": "http://a.example"}},
    }
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as refused:
            bench.client.v2.core.account_links.create(params, {"idempotency_key": "k"})
        assert "Idempotent-Replayed" not in (refused.value.headers or {})


def post_twice_at_once(bench: Bench, payer: str) -> list[requests.Response]:
    bench.press("faults", kind="sleep", seconds=0.4)
    answers: list[requests.Response] = []
    form = {
        "amount": "500",
        "currency": "gbp",
        "customer_account": payer,
        "confirm": "true",
        "payment_method_data[type]": "customer_balance",
        "payment_method_options[customer_balance][funding_type]": "bank_transfer",
        "payment_method_options[customer_balance][bank_transfer][type]": "gb_bank_transfer",
    }

    def post() -> None:
        headers = {"Authorization": "Bearer sk_test_1", "Idempotency-Key": "k"}
        answers.append(requests.post(f"{bench.address}/v1/payment_intents", data=form, headers=headers, timeout=20))

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
        time.sleep(0.1)
    for thread in threads:
        thread.join()
    return answers


def test_the_same_key_while_the_first_request_is_in_flight_is_a_conflict(bench: Bench) -> None:
    answers = post_twice_at_once(bench, bench.account().id)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    conflict = next(answer for answer in answers if answer.status_code == 409)
    assert conflict.json()["error"]["code"] == "idempotency_key_in_use"
    assert len(bench.client.v1.payment_intents.list().data) == 1


def test_a_second_call_whose_line_drops_does_not_free_the_first_ones_key(bench: Bench) -> None:
    topup = {"amount": 100, "currency": "gbp"}
    made: list[str] = []

    def top_up(retries: int) -> None:
        client = make_client(bench.address, retries=retries)
        made.append(client.v1.topups.create(topup, {"idempotency_key": "k"}).id)  # type: ignore[arg-type]

    bench.press("faults", kind="sleep", seconds=0.6)
    first = threading.Thread(target=top_up, args=(0,))
    first.start()
    time.sleep(0.2)
    bench.press("faults", kind="drop", saved=False)
    with pytest.raises(stripe.APIConnectionError):
        top_up(0)
    with pytest.raises(stripe.APIError) as refused:
        top_up(0)
    assert refused.value.http_status == 409
    first.join()
    top_up(0)
    assert len(set(made)) == 1
    assert bench.balance() == (100, 0)


def test_many_callers_with_one_key_make_one_transfer(bench: Bench) -> None:
    bench.press("topups", amount=1_000)
    trust = bench.account().id
    made: list[str] = []

    def transfer() -> None:
        client = make_client(bench.address, retries=6)
        params = {"amount": 100, "currency": "gbp", "destination": trust}
        made.append(client.v1.transfers.create(params, {"idempotency_key": "k"}).id)  # type: ignore[arg-type]

    threads = [threading.Thread(target=transfer) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1
    assert bench.balance() == (900, 0)


@pytest.mark.parametrize(("length", "taken"), [(254, True), (255, True), (256, False)])
def test_a_key_has_up_to_255_characters(bench: Bench, length: int, taken: bool) -> None:
    payer = bench.account().id
    if taken:
        bench.payment(payer, key="k" * length)
    else:
        with pytest.raises(stripe.InvalidRequestError, match="255"):
            bench.payment(payer, key="k" * length)


@pytest.mark.parametrize(("seconds", "again"), [(DAY - 1, False), (DAY, True), (DAY + 1, True)])
def test_v1_forgets_a_key_after_a_day(tmp_path: object, seconds: int, again: bool) -> None:
    hour = [time.time()]
    sandbox = create_sandbox(Settings(f"{tmp_path}/s.sqlite3", clock=lambda: hour[0]))
    sandbox.start()
    try:
        client = make_client(sandbox.address)
        topup = {"amount": 1, "currency": "gbp"}
        first = client.v1.topups.create(topup, {"idempotency_key": "k"})  # type: ignore[arg-type]
        hour[0] += seconds
        second = client.v1.topups.create(topup, {"idempotency_key": "k"})  # type: ignore[arg-type]
        assert (second.id != first.id) is again
    finally:
        sandbox.stop()


def test_everything_outlives_a_restart(settings: Settings) -> None:
    first = create_sandbox(settings)
    first.start()
    before = Bench.of(first)
    payer = before.account().id
    before.press("topups", amount=1_000)
    payment = before.payment(payer, key="k")
    before.transfer(payer, 1, key="t")
    first.stop()
    second = create_sandbox(settings)
    second.start()
    after = Bench.of(second)
    try:
        assert after.balance() == (999, 0)
        assert after.payment(payer, key="k").id == payment.id
        assert after.transfer(payer, 1, key="t").last_response.headers["Idempotent-Replayed"] == "true"
        assert after.press(f"payments/{payment.id}/arrive")["status"] == "succeeded"
    finally:
        second.stop()


def test_a_key_whose_request_a_stop_cut_short_is_free_again(settings: Settings) -> None:
    first = create_sandbox(settings)
    with first.store.transaction() as records:
        records.connection.execute(
            "INSERT INTO idempotency (key, fingerprint, request_id, expires_at) VALUES ('k', 'f', 'r', 9e9)"
        )
    first.server.server_close()
    second = create_sandbox(settings)
    second.start()
    try:
        client = make_client(second.address)
        assert client.v1.topups.create({"amount": 1, "currency": "gbp"}, {"idempotency_key": "k"}).amount == 1
    finally:
        second.stop()


def test_a_new_sandbox_has_its_float_and_a_restarted_one_no_more(settings: Settings) -> None:
    for _ in range(2):
        sandbox = create_sandbox(Settings(settings.database, float_pence=700))
        sandbox.start()
        try:
            assert make_client(sandbox.address).v1.balance.retrieve().available[0].amount == 700
        finally:
            sandbox.stop()


@pytest.mark.parametrize("key", ["", "pk_test_1", "sk_live_1", "rk_live_1", "sk_test_", "nonsense"])
def test_only_test_keys_are_let_in(bench: Bench, key: str) -> None:
    with pytest.raises(stripe.AuthenticationError) as refused:
        make_client(bench.address, key=key).v1.balance.retrieve()
    assert refused.value.http_status == 401


@pytest.mark.parametrize("key", ["sk_test_51Abc", "rk_test_51Abc"])
def test_secret_and_restricted_test_keys_are_let_in(bench: Bench, key: str) -> None:
    assert make_client(bench.address, key=key).v1.balance.retrieve().livemode is False


def test_a_request_without_a_key_is_turned_away(bench: Bench) -> None:
    assert requests.get(f"{bench.address}/v1/balance", timeout=5).status_code == 401


def test_what_the_sandbox_does_not_play_is_refused_not_ignored(bench: Bench) -> None:
    payer = bench.account().id
    with pytest.raises(stripe.InvalidRequestError, match="Stripe-Account"):
        bench.client.v1.payment_intents.create(payment_params(payer), {"stripe_account": payer})
    with pytest.raises(stripe.InvalidRequestError) as refused:
        bench.client.v1.payouts.list()
    assert refused.value.http_status == 404
