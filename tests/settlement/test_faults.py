"""Stripe on a bad day: whatever its answer, one payment and one transfer are made."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.kernel.database import session, transaction
from app.kernel.outbox import MOST_TRIES, OutboxRow
from app.settlement import actions, stripe_gateway
from app.settlement.rules.runs import PATIENCE
from app.settlement.stripe_gateway import GatewayUnclear, SavedFailure, StripeGateway
from app.settlement.values import PaymentAsked, RunState
from tests.charges.makers import make_invoice, make_parties
from tests.clock import HandClock
from tests.settlement.books import check_books, reconciled
from tests.settlement.dying import deliver_through_deaths
from tests.settlement.makers import (
    arrive,
    detail,
    lapse_claims,
    look_again,
    make_float,
    make_operator,
    make_payable,
    make_ready_trust,
    notices,
    start_paying,
    waiting_rows,
)
from tests.stripe import Stripe

Deliver = Callable[[], int]
PATHS = ("/v2/core/accounts", "/v1/payment_intents", "/v1/transfers")
FAULTS: dict[str, dict[str, Any]] = {
    "a failure kept under the key, before the work": {"kind": "error", "when": "before"},
    "a failure kept under the key, after the work": {"kind": "error", "when": "after"},
    "failures from the edge": {"kind": "error", "when": "before", "saved": False, "times": 3},
    "lines dropped before the work": {"kind": "drop", "when": "before", "times": 3},
    "lines dropped after the work": {"kind": "drop", "when": "after", "times": 3},
}


@pytest.fixture
def hasty(app: Flask, stripe: Stripe) -> Iterator[None]:
    """A gateway that waits half a second for an answer instead of twenty."""
    settings = app.extensions["settings"]

    def make(timeout: float = 0.5) -> StripeGateway:
        base, key, secret = settings.stripe_api_base, settings.stripe_api_key, settings.stripe_webhook_secret
        return StripeGateway(key=key, base=base, webhook_secret=secret, timeout=timeout)

    stripe_gateway.use_gateway(make)
    yield
    stripe_gateway.use_gateway(lambda: make(20))


def pay_through(fault: dict[str, Any], app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> None:
    def work() -> int:
        return deliver_through_deaths(deliver)

    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
    for path in PATHS:
        stripe.press("faults", path=path, **fault)
    make_ready_trust(parties.provider, stripe, work, at)
    make_float(stripe, at)
    run = start_paying(parties, invoice, work, at)
    arrive(stripe, parties, run)
    stripe.press("balance/available")
    look_again(at)
    work()
    assert detail(parties.buyer, run).run.state is RunState.CLOSED
    assert (len(stripe.payments()), len(stripe.transfers())) == (1, 1)
    assert len(stripe.look("v2/core/accounts")["data"]) == 2
    assert stripe.look("faults")["data"] == []
    check_books()
    assert reconciled(app).exit_code == 0


@pytest.mark.parametrize("fault", FAULTS)
def test_one_payment_and_one_transfer_are_made_through(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime, fault: str
) -> None:
    pay_through(FAULTS[fault], app, stripe, deliver, at)


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("database", ["sqlite"])  # the wait is the gateway's alone
@pytest.mark.parametrize("when", ["before", "after"])
def test_one_payment_and_one_transfer_are_made_through_timeouts(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime, when: str
) -> None:
    pay_through({"kind": "sleep", "when": when, "seconds": 0.7}, app, stripe, deliver, at)


def test_a_kept_failure_is_told_apart_and_asked_again_under_the_next_key(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    stripe.press("faults", kind="error", when="before", path="/v1/payment_intents")
    run = start_paying(parties, invoice, lambda: deliver_through_deaths(deliver), at)
    assert [each["metadata"]["attempt"] for each in stripe.payments()] == ["2"]
    assert detail(parties.buyer, run).instructions is not None


def test_failures_that_stripe_keeps_again_and_again_are_answered_more_slowly_and_told(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime, clock: HandClock
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_ready_trust(parties.buyer, stripe, deliver, at)
    operator = make_operator(at)
    run = start_paying(parties, invoice, lambda: 0, at)
    leg = detail(parties.buyer, run).pay.id
    for attempt in range(1, PATIENCE + 1):
        with transaction():
            actions.ask_again(leg_id=leg, attempt=attempt, at=clock.now())
        assert notices(operator) == ([f"Stripe does not answer for payment {run}"] if attempt == PATIENCE else [])
    deliver()
    assert stripe.payments() == []
    clock.wind_on(seconds=2**PATIENCE)
    deliver()
    assert [each["metadata"]["attempt"] for each in stripe.payments()] == [str(PATIENCE + 1)]


def asked(**changed: Any) -> PaymentAsked:
    values: dict[str, Any] = {
        "key": "settle:SET-23456:pay:90002:1",
        "account_id": "",
        "amount_pence": 500,
        "run": "SET-23456",
        "leg_id": 1,
        "attempt": 1,
        "looks_first": False,
    }
    return PaymentAsked(**{**values, **changed})


def test_the_gateway_adopts_what_was_made_before_a_kept_failure(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    from tests.sandbox.stripe.bench import Bench

    account = Bench.of(stripe.sandbox).account().id
    gateway = stripe_gateway.gateway()
    for when, leg_id in (("before", 1), ("after", 2)):
        stripe.press("faults", kind="error", when=when, path="/v1/payment_intents")
        with pytest.raises(GatewayUnclear) as unclear:
            gateway.start_payment(asked(account_id=account, key=f"k{leg_id}", leg_id=leg_id))
        assert not isinstance(unclear.value, SavedFailure)
    with pytest.raises(SavedFailure):
        gateway.start_payment(asked(account_id=account, key="k1", leg_id=1))
    seen = gateway.start_payment(asked(account_id=account, key="k2", leg_id=2))
    assert [each["id"] for each in stripe.payments()] == [seen.payment_id]


def test_a_key_that_stripe_has_forgotten_is_looked_for_before_it_is_used_again(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    from tests.settlement.dying import dying_at

    parties, invoice = make_payable(stripe, deliver, at)
    make_ready_trust(parties.buyer, stripe, deliver, at)
    with dying_at("carried_out"), pytest.raises(BaseException, match="start_payment"):
        start_paying(parties, invoice, deliver, at)
    with stripe.sandbox.store.transaction() as records:
        records.connection.execute("DELETE FROM idempotency")
    lapse_claims()
    deliver()
    assert len(stripe.payments()) == 1


def test_a_refused_payment_ends_the_run_and_frees_the_invoice(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    from app.charges import queries as charges
    from app.settlement.models import StripeAccount

    parties, invoice = make_payable(stripe, deliver, at)
    make_ready_trust(parties.buyer, stripe, deliver, at)
    operator = make_operator(at)
    with transaction():
        session().execute(
            update(StripeAccount)
            .where(StripeAccount.trust_id == parties.buyer.trust)
            .values(account_id="acct_unknown_to_stripe")
        )
    run = start_paying(parties, invoice, deliver, at)
    assert detail(parties.buyer, run).run.state is RunState.CANCELLED
    assert f"Payment {run} was cancelled" in notices(parties.provider)
    assert notices(operator) == [f"Stripe refused payment {run}"]
    with transaction(writing=False):
        assert charges.get_invoice(parties.buyer.trust, invoice).state == "unpaid"


def test_an_outage_that_outlasts_every_try_is_tried_again_later_and_the_operator_told(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime, clock: HandClock
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_ready_trust(parties.buyer, stripe, deliver, at)
    operator = make_operator(at)
    stripe.press("faults", kind="drop", when="before", path="/v1/payment_intents", times=3)
    run = start_paying(parties, invoice, last_try(deliver), at)
    assert notices(operator) == [f"Stripe does not answer for payment {run}"]
    assert waiting_rows().count("settlement.start_payment") == 1
    deliver()
    assert stripe.payments() == []
    clock.wind_on(hours=1)
    deliver()
    assert len(stripe.payments()) == 1
    assert detail(parties.buyer, run).instructions is not None


def last_try(deliver: Deliver) -> Deliver:
    """Work in which each waiting payment of settlement has one try left."""

    def work() -> int:
        with transaction():
            session().execute(
                update(OutboxRow)
                .where(OutboxRow.handler.startswith("settlement."), OutboxRow.done_at.is_(None))
                .values(tries=MOST_TRIES - 1)
            )
        return deliver()

    return work


def test_an_account_that_stripe_will_not_open_can_be_asked_for_again(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    from app.settlement import queries
    from app.settlement.models import StripeAccount
    from app.settlement.values import AccountState
    from tests.charges.makers import make_finance_lead

    with transaction():
        lead = make_finance_lead("90001", at)
        actions.open_account(actor=lead, at=at)
    with transaction():
        session().execute(update(StripeAccount).values(name=""))
        keys = list(session().scalars(select(OutboxRow.key).where(OutboxRow.handler == "settlement.open_account")))
    assert keys == ["acct:90001"]
    stripe.press("faults", kind="error", when="before", path="/v2/core/accounts", times=3)
    last_try(deliver)()
    with transaction(writing=False):
        account = queries.find_account(lead.trust)
    assert account is not None
    assert account.state is AccountState.REFUSED
    assert "Stripe did not open an account for your trust" in notices(lead)
    with transaction():
        actions.open_account(actor=lead, at=at)
    deliver()
    with transaction(writing=False):
        account = queries.find_account(lead.trust)
    assert account is not None
    assert account.state is AccountState.OPEN
