"""The float meets Stripe's fees; money that trusts paid in never does."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from app.kernel.database import transaction
from app.settlement.values import Hold, RunState
from tests.charges.makers import line, make_invoice
from tests.settlement.books import check_books, reconciled
from tests.settlement.makers import (
    arrive,
    detail,
    look_again,
    make_float,
    make_operator,
    make_payable,
    notices,
    start_paying,
)
from tests.stripe import Stripe

Deliver = Callable[[], int]


def test_short_of_float_a_transfer_waits_and_goes_on_after_a_top_up(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    run = start_paying(parties, invoice, deliver, at)
    arrive(stripe, parties, run)
    stripe.press("balance/available")
    look_again(at)
    deliver()
    seen = detail(parties.buyer, run)
    assert (seen.run.state, seen.receive.hold) == (RunState.ARRIVED, Hold.FLOAT)
    assert stripe.transfers() == []
    check_books()
    stripe.press("topups", amount=60)
    stripe.tell(app)
    deliver()
    assert detail(parties.buyer, run).run.state is RunState.CLOSED
    assert [each["amount"] for each in stripe.transfers()] == [12_000]
    assert reconciled(app).exit_code == 0
    check_books()


def test_one_trusts_money_never_meets_the_fee_on_anothers(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    with transaction():
        second = make_invoice(parties, at, line(50_000))
    runs = [start_paying(parties, each, deliver, at) for each in (invoice, second)]
    for run in runs:
        arrive(stripe, parties, run)
    stripe.press("balance/available")
    look_again(at)
    deliver()
    assert [detail(parties.buyer, run).receive.hold for run in runs] == [Hold.FLOAT, Hold.FLOAT]
    assert stripe.transfers() == []


@pytest.mark.parametrize(("top_up", "closed"), [(59, False), (60, True), (61, True)])
def test_a_float_that_covers_the_fee_to_the_penny_is_enough(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime, top_up: int, closed: bool
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at, top_up)
    run = start_paying(parties, invoice, deliver, at)
    arrive(stripe, parties, run)
    stripe.press("balance/available")
    look_again(at)
    deliver()
    assert (detail(parties.buyer, run).run.state is RunState.CLOSED) is closed


def test_the_operator_is_told_of_a_short_float_once_until_it_is_topped_up(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    operator = make_operator(at)
    with transaction():
        second = make_invoice(parties, at, line(50_000))
    for each in (invoice, second):
        arrive(stripe, parties, start_paying(parties, each, deliver, at))
    stripe.press("balance/available")
    for _ in range(3):
        look_again(at)
        deliver()
    assert notices(operator) == ["A transfer waits: the float is short"]
