"""An invoice that is being paid is not credited; what was credited before is not paid."""

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import event

from app.charges import actions as charges
from app.charges import queries as charge_queries
from app.charges.rules.invoices import InvoiceRefused
from app.charges.values import CreditAsked
from app.extensions import db
from app.kernel import database as kernel_database
from app.kernel.database import transaction
from app.kernel.money import Money
from app.settlement import actions
from app.settlement.rules.runs import PaymentRefused
from app.settlement.values import RunState
from tests.charges.makers import Parties
from tests.settlement.books import check_books, reconciled
from tests.settlement.makers import arrive, detail, look_again, make_float, make_payable, start_paying
from tests.stripe import Stripe

Deliver = Callable[[], int]


def credit(parties: Parties, invoice: str, at: datetime, pence: int) -> None:
    """The provider takes an amount, net, off the first line of its invoice."""
    charges.credit_invoice(
        reference=invoice,
        lines=[CreditAsked(1, Money(pence))],
        reason="Two weeks were missed",
        actor=parties.provider,
        at=at,
    )


def test_an_invoice_is_not_credited_while_it_is_being_paid(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at)
    run = start_paying(parties, invoice, deliver, at)
    for moment in ("asked", "part there", "arrived"):
        with pytest.raises(InvoiceRefused, match="on its way"), transaction():
            credit(parties, invoice, at, 1_000)
        arrive(stripe, parties, run, amount=5_000 if moment == "asked" else 7_000)
        look_again(at)
    stripe.press("balance/available")
    deliver()
    assert detail(parties.buyer, run).run.state is RunState.CLOSED
    with transaction():
        credit(parties, invoice, at, 1_000)
    check_books()


def test_a_payment_is_of_what_is_left_after_a_credit(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    with transaction():
        credit(parties, invoice, at, 2_000)
    run = start_paying(parties, invoice, deliver, at)
    assert detail(parties.buyer, run).run.amount == Money(9_600)
    assert stripe.payments()[0]["amount"] == 9_600


def while_a_credit_is_written(
    app: Flask, parties: Parties, invoice: str, at: datetime, pence: int
) -> "str | PaymentRefused":
    """Someone starts to pay, has read the invoice, and waits for it while it is credited; what came of the payment."""
    with app.app_context():
        maker, engine = db.sessionmaker, db.engine
    waits = threading.Event()
    outcomes: list[str | PaymentRefused] = []

    def pay() -> None:
        with kernel_database.bound(maker):
            try:
                with transaction():
                    outcomes.append(actions.pay_invoice(invoice_reference=invoice, actor=parties.buyer, at=at))
            except PaymentRefused as error:
                outcomes.append(error)

    def note(_c: object, _cur: object, statement: str, *_: object) -> None:
        if threading.current_thread() is payer and "FOR UPDATE" in statement:
            waits.set()

    payer = threading.Thread(target=pay)
    event.listen(engine, "before_cursor_execute", note)
    try:
        with transaction():
            credit(parties, invoice, at, pence)
            payer.start()
            waits.wait(2 if engine.dialect.name == "postgresql" else 0.05)
        payer.join()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return outcomes[0]


def test_a_credit_that_is_a_moment_quicker_than_a_payment_lowers_it(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at)
    run = while_a_credit_is_written(app, parties, invoice, at, 2_000)
    assert isinstance(run, str)
    deliver()
    assert stripe.payments()[0]["amount"] == 9_600
    arrive(stripe, parties, run)
    stripe.press("balance/available")
    look_again(at)
    deliver()
    assert detail(parties.buyer, run).run.state is RunState.CLOSED
    check_books()
    assert reconciled(app).exit_code == 0


def test_a_credit_that_leaves_less_than_stripe_moves_stops_the_payment(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    outcome = while_a_credit_is_written(app, parties, invoice, at, 9_990)
    assert isinstance(outcome, PaymentRefused)
    assert "Stripe moves £0.30 or more" in outcome.message
    with transaction(writing=False):
        assert charge_queries.get_invoice(parties.buyer.trust, invoice).state == "unpaid"
