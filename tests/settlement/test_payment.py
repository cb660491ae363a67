"""The whole way of a payment, over the real SDK and the sandbox's Stripe."""

from collections.abc import Callable
from datetime import datetime

from flask import Flask

from app.charges import queries as charges
from app.charges.values import AccountKind, InvoiceState
from app.kernel.database import transaction
from app.settlement.values import LegState, RunState
from tests.settlement.makers import (
    arrive,
    detail,
    look_again,
    make_float,
    make_paid_invoice,
    make_payable,
    start_paying,
)
from tests.stripe import Stripe


def test_an_invoice_is_paid_once_and_in_full(
    app: Flask, stripe: Stripe, deliver: Callable[[], int], at: datetime
) -> None:
    parties, invoice, run = make_paid_invoice(stripe, deliver, at)
    seen = detail(parties.provider, run)
    assert seen.run.state is RunState.CLOSED
    assert (seen.pay.state, seen.receive.state) == (LegState.PAID, LegState.PAID)
    assert [each["amount"] for each in stripe.transfers()] == [12_000]
    assert stripe.transfers()[0]["source_transaction"] is None
    assert stripe.transfers()[0]["transfer_group"] == f"settle:{run}"
    assert len(stripe.payments()) == 1
