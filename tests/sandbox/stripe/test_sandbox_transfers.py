"""Balance, top-ups and transfers: no money leaves that is not there."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
import stripe

from app.sandbox.stripe import Settings, create_sandbox
from app.sandbox.stripe.balance import fee_on
from tests.sandbox.stripe.bench import Bench, eventually


@pytest.mark.parametrize(
    ("amount", "fee"),
    [(99, 0), (100, 1), (299, 1), (300, 2), (99_899, 499), (99_900, 500), (100_000, 500), (10_000_000, 500)],
)
def test_the_fee_is_half_a_per_cent_half_up_and_never_above_five_pounds(amount: int, fee: int) -> None:
    assert fee_on(amount, basis_points=50, cap=500) == fee


def test_a_transfer_takes_available_money_to_the_trust(bench: Bench) -> None:
    bench.press("topups", amount=1_000)
    trust = bench.account()
    transfer = bench.transfer(
        trust.id, 600, transfer_group="settle:1", metadata={"leg": "7"}, expand=["balance_transaction"]
    )
    assert (transfer.amount, transfer.destination, transfer.transfer_group) == (600, trust.id, "settle:1")
    assert transfer.metadata.to_dict() == {"leg": "7"}
    assert (transfer.reversed, transfer.source_transaction) == (False, None)
    transaction = transfer.balance_transaction
    assert (transaction.amount, transaction.fee, transaction.net, transaction.type) == (-600, 0, -600, "transfer")
    assert bench.balance() == (400, 0)
    assert bench.client.v1.transfers.retrieve(transfer.id).amount == 600


def test_pending_money_cannot_be_transferred_until_it_is_available(bench: Bench) -> None:
    trust = bench.account()
    bench.paid(trust.id, 10_000)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        bench.transfer(trust.id, 1)
    assert (refused.value.http_status, refused.value.code) == (400, "balance_insufficient")
    assert bench.press("balance/available") == {"transactions": 1}
    assert bench.balance() == (9_950, 0)
    assert bench.transfer(trust.id, 9_950).amount == 9_950


@pytest.mark.parametrize(("amount", "made"), [(999, True), (1_000, True), (1_001, False)])
def test_a_transfer_never_takes_more_than_there_is(bench: Bench, amount: int, made: bool) -> None:
    bench.press("topups", amount=1_000)
    trust = bench.account()
    if made:
        bench.transfer(trust.id, amount)
    else:
        with pytest.raises(stripe.InvalidRequestError) as refused:
            bench.transfer(trust.id, amount)
        assert refused.value.code == "balance_insufficient"
    assert bench.balance()[0] == (1_000 - amount if made else 1_000)


def test_many_transfers_at_once_never_take_more_than_there_is(bench: Bench) -> None:
    bench.press("topups", amount=500)
    trust = bench.account()
    outcomes: list[str] = []

    def transfer() -> None:
        try:
            outcomes.append(bench.transfer(trust.id, 100).object)
        except stripe.InvalidRequestError as refused:
            outcomes.append(str(refused.code))

    threads = [threading.Thread(target=transfer) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["balance_insufficient"] * 7 + ["transfer"] * 5
    assert bench.balance() == (0, 0)


def test_an_account_that_may_not_be_paid_is_refused(bench: Bench) -> None:
    bench.press("topups", amount=1_000)
    trust = bench.account(onboarded=False)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        bench.transfer(trust.id, 100)
    assert refused.value.code == "insufficient_capabilities_for_transfer"
    assert bench.balance() == (1_000, 0)


@pytest.mark.parametrize(
    ("changed", "param", "code"),
    [
        ({"amount": 0}, "amount", "parameter_invalid_integer"),
        ({"amount": -1}, "amount", "parameter_invalid_integer"),
        ({"amount": 100_000_000}, "amount", "amount_too_large"),
        ({"currency": "usd"}, "currency", None),
        ({"destination": "acct_none"}, "destination", "resource_missing"),
        ({"source_transaction": "py_none"}, "source_transaction", "resource_missing"),
        ({"application_fee_amount": 1}, "application_fee_amount", "parameter_unknown"),
    ],
)
def test_a_transfer_that_stripe_would_not_make_is_refused(
    bench: Bench, changed: Any, param: str, code: str | None
) -> None:
    params = {"to": bench.account().id, "amount": 1, **changed}
    if "destination" in changed:
        params.pop("to")
    with pytest.raises(stripe.InvalidRequestError) as refused:
        bench.transfer(params.pop("to", "x"), params.pop("amount"), **params)
    assert (refused.value.http_status, refused.value.param, refused.value.code) == (400, param, code)


def test_a_transfer_from_a_charge_needs_no_available_money_and_ends_with_the_charge(bench: Bench) -> None:
    trust = bench.account()
    payment = bench.paid(trust.id, 10_000)
    bench.transfer(trust.id, 9_999, source_transaction=payment.latest_charge)
    assert bench.balance() == (0, -49)
    with pytest.raises(stripe.InvalidRequestError):
        bench.transfer(trust.id, 2, source_transaction=payment.latest_charge)
    bench.transfer(trust.id, 1, source_transaction=payment.latest_charge)


def test_transfers_are_listed_by_group_and_destination(bench: Bench) -> None:
    bench.press("topups", amount=1_000)
    trust, other = bench.account().id, bench.account().id
    first = bench.transfer(trust, 1, transfer_group="settle:1").id
    second = bench.transfer(other, 1, transfer_group="settle:1").id
    third = bench.transfer(other, 1, transfer_group="settle:2").id
    transfers = bench.client.v1.transfers
    assert [one.id for one in transfers.list({"transfer_group": "settle:1"}).data] == [second, first]
    assert [one.id for one in transfers.list({"destination": other}).data] == [third, second]
    assert [one.id for one in transfers.list({"limit": 1}).auto_paging_iter()] == [third, second, first]


def test_balance_transactions_are_listed_by_type_and_source(bench: Bench) -> None:
    trust = bench.account().id
    payment = bench.paid(trust, 10_000)
    topup = bench.client.v1.topups.create({"amount": 700, "currency": "gbp"})
    transfer = bench.transfer(trust, 500)
    transactions = bench.client.v1.balance_transactions
    everything = transactions.list()
    assert [one.type for one in everything.data] == ["transfer", "topup", "payment"]
    assert sum(one.net for one in everything.data) == sum(bench.balance())
    assert [one.source for one in transactions.list({"type": "topup"}).data] == [topup.id]
    found = transactions.list({"source": payment.latest_charge, "expand": ["data.source"]}).data[0]
    source: Any = found.source
    assert source.payment_intent == payment.id
    assert isinstance(transfer.balance_transaction, str)
    assert transactions.retrieve(transfer.balance_transaction).net == -500


def test_a_top_up_is_the_platforms_own_available_money(bench: Bench) -> None:
    topup = bench.client.v1.topups.create({"amount": 700, "currency": "gbp"})
    assert topup.status == "succeeded"
    assert bench.balance() == (700, 0)
    assert [one.id for one in bench.client.v1.topups.list().data] == [topup.id]
    assert bench.client.v1.topups.retrieve(topup.id).amount == 700


def test_money_becomes_available_by_itself_after_the_delay(tmp_path: Any) -> None:
    hour = [time.time()]
    sandbox = create_sandbox(
        Settings(str(tmp_path / "s.sqlite3"), available_after_seconds=60, clock=lambda: hour[0], float_pence=5)
    )
    sandbox.start()
    try:
        bench = Bench.of(sandbox)
        bench.paid(bench.account().id, 10_000)
        hour[0] += 59
        assert bench.balance() == (5, 9_950)
        hour[0] += 1
        assert bench.balance() == (9_955, 0)
        eventually(lambda: bench.look("events")["data"][0]["type"] == "v1.balance.available")
    finally:
        sandbox.stop()
