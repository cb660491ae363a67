"""A payment can be cancelled while nothing has arrived; Stripe is told first."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from app.charges import queries as charges
from app.extensions import db
from app.kernel import database as kernel_database
from app.kernel.database import transaction
from app.kernel.errors import NotFound, Refused
from app.settlement import actions, queries
from app.settlement.rules.runs import PaymentRefused
from app.settlement.values import RunState, RunsWanted
from tests.charges.makers import make_finance_lead
from tests.settlement.books import check_books, reconciled
from tests.settlement.makers import (
    arrive,
    detail,
    look_again,
    make_float,
    make_payable,
    notices,
    start_paying,
)
from tests.stripe import Stripe

Deliver = Callable[[], int]


def test_a_cancelled_payment_frees_its_invoice_to_be_paid_again(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    run = start_paying(parties, invoice, deliver, at)
    with transaction():
        actions.cancel_payment(run_reference=run, actor=parties.buyer, at=at)
    assert detail(parties.buyer, run).is_being_cancelled
    deliver()
    assert detail(parties.buyer, run).run.state is RunState.CANCELLED
    assert stripe.payments()[0]["status"] == "canceled"
    assert f"Payment {run} was cancelled" in notices(parties.provider)
    again = start_paying(parties, invoice, deliver, at)
    assert detail(parties.buyer, again).instructions is not None
    check_books()


def test_a_payment_cancelled_before_stripe_heard_of_it_is_never_asked_for(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    run = start_paying(parties, invoice, lambda: 0, at)
    with transaction():
        actions.cancel_payment(run_reference=run, actor=parties.buyer, at=at)
    deliver()
    assert detail(parties.buyer, run).run.state is RunState.CANCELLED
    assert stripe.payments() == []
    with transaction(writing=False):
        assert charges.get_invoice(parties.buyer.trust, invoice).state == "unpaid"


@pytest.mark.parametrize("pence", [1, 11_999, 12_000])
def test_money_that_arrives_before_stripe_is_told_keeps_the_payment_alive(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime, pence: int
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at)
    run = start_paying(parties, invoice, deliver, at)
    with transaction():
        actions.cancel_payment(run_reference=run, actor=parties.buyer, at=at)
    arrive(stripe, parties, run, amount=pence)
    deliver()
    seen = detail(parties.buyer, run)
    assert not seen.is_being_cancelled
    assert seen.pay.arrived.pence == pence
    assert f"Payment {run} could not be cancelled" in notices(parties.buyer)
    if pence < 12_000:
        arrive(stripe, parties, run)
    stripe.press("balance/available")
    look_again(at)
    deliver()
    assert detail(parties.buyer, run).run.state is RunState.CLOSED
    check_books()
    assert reconciled(app).exit_code == 0


def test_a_payment_with_money_in_it_cannot_be_cancelled(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    run = start_paying(parties, invoice, deliver, at)
    arrive(stripe, parties, run, amount=1)
    look_again(at)
    with pytest.raises(PaymentRefused, match="Money has arrived"), transaction():
        actions.cancel_payment(run_reference=run, actor=parties.buyer, at=at)


def test_only_the_trust_that_pays_cancels(app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    run = start_paying(parties, invoice, deliver, at)
    with transaction():
        stranger = make_finance_lead("90009", at)
    for actor in (parties.provider, stranger):
        with pytest.raises(NotFound), transaction():
            actions.cancel_payment(run_reference=run, actor=actor, at=at)


def test_cancelling_twice_is_refused(app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    run = start_paying(parties, invoice, deliver, at)
    with transaction():
        actions.cancel_payment(run_reference=run, actor=parties.buyer, at=at)
    with pytest.raises(PaymentRefused, match="already"), transaction():
        actions.cancel_payment(run_reference=run, actor=parties.buyer, at=at)


def test_a_payment_cancelled_at_stripe_is_cancelled_here(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    from tests.sandbox.stripe.bench import Bench

    parties, invoice = make_payable(stripe, deliver, at)
    run = start_paying(parties, invoice, deliver, at)
    Bench.of(stripe.sandbox).client.v1.payment_intents.cancel(stripe.payments()[0]["id"])
    stripe.tell(app)
    deliver()
    assert detail(parties.buyer, run).run.state is RunState.CANCELLED


def test_of_two_people_who_pay_the_same_invoice_at_once_one_pays_and_the_other_is_told(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    with app.app_context():
        maker = db.sessionmaker
    start, outcomes = threading.Barrier(2), []

    def pay() -> None:
        with kernel_database.bound(maker):
            start.wait()
            try:
                with transaction():
                    outcomes.append(actions.pay_invoice(invoice_reference=invoice, actor=parties.buyer, at=at))
            except Refused as error:
                outcomes.append(error.message)

    people = [threading.Thread(target=pay) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(each[:4] for each in outcomes) == ["A pa", "SET-"]
    assert "A payment of this invoice is already on its way." in outcomes
    deliver()
    assert len(stripe.payments()) == 1
    with transaction(writing=False):
        assert queries.count_runs(parties.buyer.trust, RunsWanted()) == 1
