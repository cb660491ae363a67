"""What the sandbox takes and gives is held against the SDK's own types.

A stand-in written by the same hands can share their misunderstanding; the types are
made by Stripe from its own description of the API.
"""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any

import pytest
import stripe
from stripe import params
from stripe.params.v2 import core
from typing_extensions import is_typeddict

from app.sandbox.stripe import account_links, accounts, balance, charges, payments, topups, transfers
from app.sandbox.stripe.operations import OPERATIONS
from app.sandbox.stripe.parameters import Kind, Spec
from tests.sandbox.stripe.bench import Bench

# Names that the SDK's types mention and import only for type checkers.
UNIMPORTED = {"Mapping": typing.Mapping, "StripeContext": stripe.StripeContext}
PAIRS: list[tuple[Spec, Any]] = [
    (accounts.CREATE, core.AccountCreateParams),
    (accounts.GET, core.AccountRetrieveParams),
    (account_links.CREATE, core.AccountLinkCreateParams),
    (payments.CREATE, params.PaymentIntentCreateParams),
    (payments.GET, params.PaymentIntentRetrieveParams),
    (payments.LIST, params.PaymentIntentListParams),
    (payments.CANCEL, params.PaymentIntentCancelParams),
    (charges.LIST, params.ChargeListParams),
    (balance.LIST, params.BalanceTransactionListParams),
    (transfers.CREATE, params.TransferCreateParams),
    (transfers.LIST, params.TransferListParams),
    (topups.CREATE, params.TopupCreateParams),
    (topups.LIST, params.TopupListParams),
]


def typed_dicts(hint: Any) -> Iterator[Any]:
    """Every TypedDict that a type hint mentions."""
    if is_typeddict(hint):
        yield hint
    for part in typing.get_args(hint):
        yield from typed_dicts(part)


def strangers(spec: Spec, declared: Any, path: str = "") -> Iterator[str]:
    """Parameters that the sandbox takes and Stripe does not, or the other way about if gone."""
    hints = typing.get_type_hints(declared, localns=UNIMPORTED)
    for option in stripe.RequestOptions.__annotations__:
        hints.pop(option, None)
    for name, kind in spec.items():
        known = name in hints
        if known is (kind is Kind.GONE):
            yield path + name
        elif not isinstance(kind, Kind):
            for nested in typed_dicts(hints[name]):
                yield from strangers(kind, nested, f"{path}{name}.")


@pytest.mark.parametrize(("spec", "declared"), PAIRS, ids=[pair[1].__name__ for pair in PAIRS])
def test_every_parameter_that_is_taken_is_one_of_stripes(spec: Spec, declared: Any) -> None:
    assert list(strangers(spec, declared)) == []


def test_every_operation_with_parameters_is_held_against_a_type() -> None:
    checked = [spec for spec, _ in PAIRS]
    # An account list's `page` stands only in the address that the sandbox itself gives.
    free = [accounts.LIST, {}, {"expand": Kind.TEXTS}]
    assert [one.rule for one in OPERATIONS if one.spec not in checked and one.spec not in free] == []


def test_the_check_finds_a_stranger_at_any_depth() -> None:
    spec: Spec = {"payment_method_options": {"customer_balance": {"funding": Kind.TEXT}}, "shape": Kind.TEXT}
    found = list(strangers(spec, params.PaymentIntentCreateParams))
    assert found == ["payment_method_options.customer_balance.funding", "shape"]


def unknown_fields(value: Any) -> Iterator[str]:
    """Fields of an answer, at any depth, that the SDK's classes do not declare."""
    if isinstance(value, list):
        for item in value:
            yield from unknown_fields(item)
    if not isinstance(value, stripe.StripeObject):
        return
    declared: set[str] = set()
    for kind in type(value).__mro__:
        declared.update(vars(kind).get("__annotations__", {}))
    for name in value.to_dict():
        free = type(value) in (stripe.StripeObject, stripe._stripe_object.UntypedStripeObject)
        if not free and name not in declared and name != "object":
            yield f"{type(value).__name__}.{name}"
        yield from unknown_fields(value[name])


def test_every_field_that_is_given_is_one_of_stripes(bench: Bench) -> None:
    client, payer = bench.client, bench.account().id
    bench.press("topups", amount=1_000)
    waiting = bench.payment(payer)
    paid = bench.paid(payer)
    transfer = bench.transfer(payer, 100)
    include = {"include": list(accounts.INCLUDABLE)}
    answers = [
        waiting,
        client.v1.payment_intents.cancel(waiting.id),
        client.v1.payment_intents.retrieve(paid.id, {"expand": ["latest_charge.balance_transaction"]}),
        client.v1.transfers.retrieve(transfer.id, {"expand": ["balance_transaction"]}),
        client.v1.balance_transactions.list({"expand": ["data.source"]}),
        client.v1.topups.list(),
        client.v1.balance.retrieve(),
        client.v2.core.accounts.retrieve(payer, include),
        bench.account(onboarded=False, include=list(accounts.INCLUDABLE)),
        client.v2.core.accounts.list(),
    ]
    assert sorted(set(unknown_fields(answers))) == []


def test_the_check_of_fields_finds_a_stranger(bench: Bench) -> None:
    balance_now = bench.client.v1.balance.retrieve()
    balance_now.available[0]["colour"] = "red"
    assert list(unknown_fields(balance_now)) == ["Available.colour"]
