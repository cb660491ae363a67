"""Payments by UK bank transfer, through the real SDK."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.sandbox.stripe.bench import Bench, payment_params


@pytest.fixture
def payer(bench: Bench) -> str:
    return str(bench.account().id)


def test_a_confirmed_payment_says_where_to_send_the_money(bench: Bench, payer: str) -> None:
    payment = bench.payment(payer, 123_456)
    assert payment.status == "requires_action"
    assert payment.next_action.type == "display_bank_transfer_instructions"
    told = payment.next_action.display_bank_transfer_instructions
    assert (told.amount_remaining, told.currency, told.type) == (123_456, "gbp", "gb_bank_transfer")
    assert told.reference
    assert told.hosted_instructions_url.endswith(f"/sandbox/payments/{payment.id}")
    address = told.financial_addresses[0]
    assert (address.type, address.supported_networks) == ("sort_code", ["bacs", "fps"])
    assert len(address.sort_code.account_number) == 8
    assert len(address.sort_code.sort_code) == 6
    assert address.sort_code.account_holder_name


def test_an_unconfirmed_payment_takes_no_money(bench: Bench, payer: str) -> None:
    payment = bench.payment(payer, confirm=False)
    assert (payment.status, payment.next_action) == ("requires_confirmation", None)
    assert bench.press(f"payments/{payment.id}/arrive", amount=10_000)["applied"] == 0


def test_money_that_arrives_pays_and_costs_stripes_fee(bench: Bench, payer: str) -> None:
    payment = bench.payment(payer, 10_000)
    bench.press(f"payments/{payment.id}/arrive")
    read = bench.client.v1.payment_intents.retrieve(payment.id, {"expand": ["latest_charge.balance_transaction"]})
    assert (read.status, read.amount_received, read.next_action) == ("succeeded", 10_000, None)
    transaction: Any = read.latest_charge.balance_transaction
    assert (transaction.amount, transaction.fee, transaction.net) == (10_000, 50, 9_950)
    assert (transaction.type, transaction.reporting_category) == ("payment", "charge")
    assert transaction.status == "pending"
    assert transaction.available_on > transaction.created
    assert sum(detail.amount for detail in transaction.fee_details) == 50
    assert bench.balance() == (0, 9_950)


def test_less_than_was_asked_part_pays(bench: Bench, payer: str) -> None:
    payment = bench.payment(payer, 10_000)
    answer = bench.press(f"payments/{payment.id}/arrive", amount=9_999)
    assert answer == {"applied": 9_999, "elsewhere": 0, "kept": 0, "status": "requires_action"}
    read = bench.client.v1.payment_intents.retrieve(payment.id)
    assert read.next_action.display_bank_transfer_instructions.amount_remaining == 1
    assert (read.amount_received, read.latest_charge) == (0, None)
    assert bench.balance() == (0, 0)
    assert bench.press(f"payments/{payment.id}/arrive")["status"] == "succeeded"


def test_more_than_was_asked_stays_with_the_payer(bench: Bench, payer: str) -> None:
    payment = bench.payment(payer, 10_000)
    answer = bench.press(f"payments/{payment.id}/arrive", amount=10_001)
    assert answer == {"applied": 10_000, "elsewhere": 0, "kept": 1, "status": "succeeded"}
    assert bench.look(f"accounts/{payer}/cash") == {"available": 1}
    assert bench.balance() == (0, 9_950)


def test_money_that_arrives_twice_is_kept_for_the_payer(bench: Bench, payer: str) -> None:
    payment = bench.paid(payer, 10_000)
    assert bench.press(f"payments/{payment.id}/arrive", amount=10_000)["kept"] == 10_000
    assert bench.balance() == (0, 9_950)


@pytest.mark.parametrize(
    ("held", "status", "left"),
    [(9_999, "requires_action", 0), (10_000, "succeeded", 0), (10_001, "succeeded", 1)],
)
def test_the_next_payment_uses_what_the_payer_has_first(
    bench: Bench, payer: str, held: int, status: str, left: int
) -> None:
    first = bench.paid(payer, 500)
    bench.press(f"payments/{first.id}/arrive", amount=held)
    assert bench.payment(payer, 10_000).status == status
    assert bench.look(f"accounts/{payer}/cash") == {"available": left}


def test_what_is_too_much_goes_to_the_payers_other_payments_oldest_first(bench: Bench, payer: str) -> None:
    older, newer, paid = (bench.payment(payer, 1_000, transfer_group=f"g{number}") for number in range(3))
    others = bench.payment(bench.account().id, 1_000)
    answer = bench.press(f"payments/{paid.id}/arrive", amount=2_400)
    assert answer == {"applied": 1_000, "elsewhere": 1_400, "kept": 0, "status": "succeeded"}
    read = [bench.client.v1.payment_intents.retrieve(one.id) for one in (older, newer, others)]
    assert [one.status for one in read] == ["succeeded", "requires_action", "requires_action"]
    remaining = [one.next_action.display_bank_transfer_instructions.amount_remaining for one in read[1:]]
    assert remaining == [600, 1_000]


def test_what_a_cancelled_payment_had_goes_to_the_next(bench: Bench, payer: str) -> None:
    first, second = bench.payment(payer, 1_000), bench.payment(payer, 1_000)
    bench.press(f"payments/{first.id}/arrive", amount=400)
    bench.client.v1.payment_intents.cancel(first.id)
    read = bench.client.v1.payment_intents.retrieve(second.id)
    assert read.next_action.display_bank_transfer_instructions.amount_remaining == 600
    assert bench.look(f"accounts/{payer}/cash") == {"available": 0}


def test_a_cancelled_payment_gives_back_what_had_arrived(bench: Bench, payer: str) -> None:
    payment = bench.payment(payer, 10_000)
    bench.press(f"payments/{payment.id}/arrive", amount=400)
    cancelled = bench.client.v1.payment_intents.cancel(payment.id, {"cancellation_reason": "duplicate"})
    assert (cancelled.status, cancelled.cancellation_reason) == ("canceled", "duplicate")
    assert cancelled.next_action is None
    assert bench.look(f"accounts/{payer}/cash") == {"available": 400}


@pytest.mark.parametrize("state", ["succeeded", "canceled"])
def test_a_payment_that_is_over_cannot_be_cancelled(bench: Bench, payer: str, state: str) -> None:
    payment = bench.paid(payer) if state == "succeeded" else bench.payment(payer)
    if state == "canceled":
        bench.client.v1.payment_intents.cancel(payment.id)
    with pytest.raises(stripe.InvalidRequestError) as refused:
        bench.client.v1.payment_intents.cancel(payment.id)
    assert refused.value.code == "payment_intent_unexpected_state"


BALANCE = {"funding_type": "bank_transfer", "bank_transfer": {"type": "gb_bank_transfer"}}


@pytest.mark.parametrize(
    ("changed", "param", "code"),
    [
        ({"payment_method_types": ["card"]}, "payment_method_types", "payment_method_types_no_longer_supported"),
        ({"colour": "red"}, "colour", "parameter_unknown"),
        ({"metadata": {"a": "x" * 501}}, "metadata[a]", None),
        (
            {"payment_method_options": {"customer_balance": {**BALANCE, "x": "1"}}},
            "payment_method_options[customer_balance][x]",
            "parameter_unknown",
        ),
        (
            {"payment_method_options": {"customer_balance": {"funding_type": "bank_transfer"}}},
            "payment_method_options[customer_balance][bank_transfer][type]",
            None,
        ),
        ({"payment_method_options": {}}, "payment_method_options[customer_balance][funding_type]", None),
        ({"payment_method_data": {"type": "card"}}, "payment_method_data[type]", None),
        ({"allowed_payment_method_types": ["card"]}, "allowed_payment_method_types", None),
        ({"amount": 29}, "amount", "amount_too_small"),
        ({"amount": 0}, "amount", "parameter_invalid_integer"),
        ({"amount": "ten"}, "amount", "parameter_invalid_integer"),
        ({"amount": 100_000_000}, "amount", "amount_too_large"),
        ({"currency": "eur"}, "currency", None),
        ({"customer_account": "acct_none"}, "customer_account", "resource_missing"),
        ({"customer_account": ""}, "customer_account", "parameter_invalid_empty"),
        ({"confirm": "perhaps"}, "confirm", None),
        ({"expand": ["customer"]}, "expand", None),
    ],
)
def test_a_payment_that_stripe_would_not_take_is_refused(
    bench: Bench, payer: str, changed: Any, param: str, code: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        bench.payment(payer, **changed)
    assert refused.value.http_status == 400
    assert (refused.value.param, refused.value.code) == (param, code)
    assert bench.client.v1.payment_intents.list().data == []


def test_what_is_missing_is_named(bench: Bench, payer: str) -> None:
    for name in ("amount", "currency", "customer_account"):
        params = payment_params(payer)
        del params[name]
        with pytest.raises(stripe.InvalidRequestError) as refused:
            bench.client.v1.payment_intents.create(params)
        assert (refused.value.param, refused.value.code) == (name, "parameter_missing")


@pytest.mark.parametrize("amount", [30, 99_999_999])
def test_the_least_and_the_most_that_stripe_takes(bench: Bench, payer: str, amount: int) -> None:
    assert bench.payment(payer, amount).amount == amount


def test_an_account_that_cannot_pay_is_refused(bench: Bench) -> None:
    recipient = {"capabilities": {"stripe_balance": {"stripe_transfers": {"requested": True}}}}
    payee = bench.account(configuration={"recipient": recipient})
    with pytest.raises(stripe.InvalidRequestError, match="customer configuration"):
        bench.payment(payee.id)


def test_payments_are_listed_by_payer_and_time_over_pages(bench: Bench, payer: str) -> None:
    made = [bench.payment(payer).id for _ in range(5)]
    bench.payment(bench.account().id)
    listed = bench.client.v1.payment_intents.list({"customer_account": payer, "limit": 2})
    assert [payment.id for payment in listed.data] == [made[4], made[3]]
    assert listed.has_more is True
    assert [payment.id for payment in listed.auto_paging_iter()] == made[::-1]
    back = bench.client.v1.payment_intents.list({"customer_account": payer, "ending_before": made[1], "limit": 2})
    assert [payment.id for payment in back.data] == [made[3], made[2]]
    moment = listed.data[0].created
    for bounds, found in (({"gt": moment}, 0), ({"gte": moment - 60}, 6), ({"lt": moment - 60}, 0)):
        assert len(bench.client.v1.payment_intents.list({"created": bounds}).data) == found


@pytest.mark.parametrize("limit", [0, 101])
def test_a_page_holds_from_one_to_a_hundred(bench: Bench, limit: int) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        bench.client.v1.payment_intents.list({"limit": limit})
    assert refused.value.param == "limit"


def test_a_charge_and_its_payment_lead_to_each_other(bench: Bench, payer: str) -> None:
    payment = bench.paid(payer)
    charge: Any = bench.client.v1.charges.retrieve(payment.latest_charge, {"expand": ["payment_intent"]})
    assert charge.payment_intent.id == payment.id
    assert charge.transfer_group == "settle:1"
    listed = bench.client.v1.charges.list({"payment_intent": payment.id})
    assert [one.id for one in listed.data] == [charge.id]
