"""What people do by hand at Stripe, and what Stripe shows half-way: nothing is paid that was not asked for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import select

from app.charges import queries as charges
from app.charges.values import AccountKind
from app.kernel.database import session, transaction
from app.kernel.delivery import NotYet
from app.kernel.money import Money
from app.notifications.models import Notice
from app.settlement import actions
from app.settlement.stripe_gateway import gateway
from app.settlement.values import LegState, PaymentSeen, PaymentStatus, RunState
from tests.sandbox.stripe.bench import Bench
from tests.settlement.books import check_books, reconciled
from tests.settlement.makers import (
    arrive,
    detail,
    look_again,
    make_float,
    make_operator,
    make_paid_invoice,
    make_payable,
    make_ready_trust,
    notices,
    start_paying,
)
from tests.stripe import Stripe

Deliver = Callable[[], int]


def seen_at_stripe(stripe: Stripe) -> PaymentSeen:
    """The newest payment, as the gateway reads it."""
    return gateway().read_payment(stripe.payments()[0]["id"])


def test_a_payment_of_another_run_never_passes_for_ours(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_ready_trust(parties.buyer, stripe, deliver, at)
    run = start_paying(parties, invoice, lambda: 0, at)
    leg_id = detail(parties.buyer, run).pay.id
    theirs = PaymentSeen("pi_theirs", "SET-99999", leg_id, PaymentStatus.WAITING, 30, 0, None, None)
    with transaction():
        actions.note_payment(seen=theirs, at=at)
    assert detail(parties.buyer, run).pay.stripe_id is None
    deliver()
    assert detail(parties.buyer, run).pay.stripe_id == stripe.payments()[0]["id"]
    assert gateway().find_payment(stripe.payments()[0]["customer_account"], "SET-99999", leg_id) is None


def test_a_payment_that_is_all_there_and_not_yet_made_is_taken_in_when_it_is(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    run = start_paying(parties, invoice, deliver, at)
    with transaction():
        actions.note_payment(seen=replace(seen_at_stripe(stripe), arrived_pence=12_000), at=at)
    assert detail(parties.buyer, run).pay.state is LegState.PART_PAID
    arrive(stripe, parties, run)
    look_again(at)
    assert detail(parties.buyer, run).run.state is RunState.ARRIVED
    check_books()


def test_a_payment_cancelled_at_stripe_with_part_there_says_where_the_part_is(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at)
    run = start_paying(parties, invoice, deliver, at)
    arrive(stripe, parties, run, amount=5_000)
    look_again(at)
    Bench.of(stripe.sandbox).client.v1.payment_intents.cancel(stripe.payments()[0]["id"])
    look_again(at)
    assert detail(parties.buyer, run).run.state is RunState.CANCELLED
    with transaction(writing=False):
        told = session().scalars(select(Notice.body).where(Notice.person_id == parties.buyer.person_id))
        assert any("The £50.00 that had arrived is still the buyer's, at Stripe." in body for body in told)
    again = start_paying(parties, invoice, deliver, at)
    assert detail(parties.buyer, again).pay.arrived == Money(5_000)
    arrive(stripe, parties, again, amount=7_000)
    stripe.press("balance/available")
    look_again(at)
    deliver()
    assert detail(parties.buyer, again).run.state is RunState.CLOSED
    assert reconciled(app).exit_code == 0


def test_a_bank_transfer_that_comes_after_cancelling_pays_the_next_payment(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at)
    run = start_paying(parties, invoice, deliver, at)
    with transaction():
        actions.cancel_payment(run_reference=run, actor=parties.buyer, at=at)
    deliver()
    arrive(stripe, parties, run, amount=12_000)
    stripe.tell(app)
    deliver()
    assert detail(parties.buyer, run).run.state is RunState.CANCELLED
    with transaction(writing=False):
        assert charges.balance(AccountKind.IN_SETTLEMENT, parties.buyer.trust) == Money(0)
    again = start_paying(parties, invoice, deliver, at)
    assert detail(parties.buyer, again).run.state is RunState.ARRIVED
    check_books()
    assert reconciled(app).exit_code == 0


def test_money_of_which_stripe_says_nothing_is_not_sent_on(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at, 100_000)
    run = start_paying(parties, invoice, deliver, at)
    arrive(stripe, parties, run)
    look_again(at)
    leg_id = detail(parties.buyer, run).receive.id
    with pytest.raises(NotYet), transaction():
        actions.send_when_available(leg_id=leg_id, arrivals=[None], at=at)
    deliver()
    assert stripe.transfers() == []


def test_a_transfer_reversed_by_hand_is_told_to_the_operator_once(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    operator = make_operator(at)
    _, _, run = make_paid_invoice(stripe, deliver, at)
    whole = gateway().read_transfer(stripe.transfers()[0]["id"])
    for _ in range(2):
        with transaction():
            actions.note_transfer(seen=whole, at=at)
            actions.note_transfer(seen=replace(whole, reversed_pence=500), at=at)
            actions.note_transfer(seen=replace(whole, run="SET-99999", reversed_pence=500), at=at)
    assert notices(operator) == [f"A transfer of {run} is not as it should be"]
