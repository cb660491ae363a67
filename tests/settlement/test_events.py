"""What Stripe tells: signed, once for each event, and in whatever order it comes."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.charges import queries as charges
from app.charges.values import AccountKind
from app.kernel.database import session, transaction
from app.kernel.money import Money
from app.settlement.models import InboxEvent
from app.settlement.rules.events import Subject, subject_of
from app.settlement.values import RunState
from tests.charges.makers import Parties, line, make_invoice
from tests.settlement.books import check_books, reconciled
from tests.settlement.makers import arrive, detail, make_float, make_payable, start_paying
from tests.stripe import Stripe

Deliver = Callable[[], int]


def inbox() -> int:
    with transaction(writing=False):
        return session().scalar(select(func.count()).select_from(InboxEvent)) or 0


def topped_up(stripe: Stripe) -> dict[str, Any]:
    stripe.press("topups", amount=500)
    return stripe.events()[0]


def test_an_event_of_stripes_is_taken_in_and_answered_at_once(app: Flask, stripe: Stripe, deliver: Deliver) -> None:
    answer = stripe.post(app, topped_up(stripe))
    assert (answer.status_code, answer.data) == (200, b"")
    assert inbox() == 1
    with transaction(writing=False):
        assert charges.balance(AccountKind.FLOAT) == Money(0)
    deliver()
    with transaction(writing=False):
        assert charges.balance(AccountKind.FLOAT) == Money(-500)


def test_a_doubled_event_is_taken_in_once(app: Flask, stripe: Stripe, deliver: Deliver) -> None:
    event = topped_up(stripe)
    assert [stripe.post(app, event).status_code for _ in range(3)] == [200, 200, 200]
    assert inbox() == 1
    assert deliver() == 1


@pytest.mark.parametrize(("age", "status"), [(0, 200), (290, 200), (310, 400), (3600, 400)])
def test_an_event_signed_more_than_five_minutes_ago_is_refused(
    app: Flask, stripe: Stripe, age: int, status: int
) -> None:
    assert stripe.post(app, topped_up(stripe), age=age).status_code == status
    assert inbox() == (1 if status == 200 else 0)


def test_a_forged_event_is_refused_and_leaves_nothing(app: Flask, stripe: Stripe, deliver: Deliver) -> None:
    assert stripe.post(app, topped_up(stripe), secret="whsec_other").status_code == 400
    assert inbox() == 0
    assert deliver() == 0


@pytest.mark.parametrize(
    ("body", "header"),
    [
        (b"{}", None),
        (b"{}", ""),
        (b"{}", "t=1,v1=00"),
        (b"\xff\xfe", "nonsense"),
        (b"", "t=,v1="),
    ],
)
def test_a_body_without_stripes_signature_is_refused(
    app: Flask, stripe: Stripe, body: bytes, header: str | None
) -> None:
    headers = {} if header is None else {"Stripe-Signature": header}
    assert app.test_client().post("/stripe/events", data=body, headers=headers).status_code == 400


@pytest.mark.parametrize("body", [{"object": "event", "id": "evt_1"}, {"id": "evt_1"}, []])
def test_a_signed_body_that_is_no_thin_event_is_refused(app: Flask, stripe: Stripe, body: Any) -> None:
    from app.sandbox.stripe.delivery import signature
    from tests.stripe import SECRET

    raw = json.dumps(body).encode()
    header = {"Stripe-Signature": signature(raw, SECRET, int(stripe.sandbox.settings.clock()))}
    assert app.test_client().post("/stripe/events", data=raw, headers=header).status_code == 400
    assert inbox() == 0


def test_an_event_about_something_stripe_no_longer_has_changes_nothing(
    app: Flask, stripe: Stripe, deliver: Deliver
) -> None:
    for type_ in ("v1.payment_intent.succeeded", "v1.transfer.created", "v2.core.account[requirements].updated"):
        stripe.tell(app, stripe.press("events", type=type_, object="gone_1"))
    assert deliver() == 3


def test_another_systems_payment_at_stripe_is_left_alone(app: Flask, stripe: Stripe, deliver: Deliver) -> None:
    from tests.sandbox.stripe.bench import Bench

    bench = Bench.of(stripe.sandbox)
    payment = bench.paid(bench.account().id)
    stripe.tell(app)
    deliver()
    assert payment.status == "succeeded"
    with transaction(writing=False):
        assert charges.balance(AccountKind.STRIPE_CLEARING) == Money(0)
    found = reconciled(app)
    assert found.exit_code == 1
    assert "not in the ledger" in found.output


@pytest.mark.parametrize(
    ("type_", "subject"),
    [
        ("v1.payment_intent.succeeded", Subject.PAYMENT),
        ("v1.transfer.reversed", Subject.TRANSFER),
        ("v1.balance.available", Subject.BALANCE),
        ("v1.topup.succeeded", Subject.BALANCE),
        ("v2.core.account[configuration.recipient].capability_status_updated", Subject.ACCOUNT),
        ("v2.core.account.closed", Subject.ACCOUNT),
        ("v2.core.account_link.returned", None),
        ("v1.charge.succeeded", None),
        ("", None),
    ],
)
def test_an_event_says_what_to_read(type_: str, subject: Subject | None) -> None:
    assert subject_of(type_) is subject


@pytest.fixture
def trading(app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> Parties:
    """Two trusts that have paid each other before, and a float."""
    parties, _ = make_payable(stripe, deliver, at)
    make_float(stripe, at, 100_000)
    stripe.told |= {event["id"] for event in stripe.events()}
    return parties


def pay(parties: Parties, stripe: Stripe, deliver: Deliver, at: datetime) -> str:
    """A payment whose money has come in two parts and is available, of which the site has heard nothing."""
    with transaction():
        invoice = make_invoice(parties, at, line(10_000))
    run = start_paying(parties, invoice, deliver, at)
    arrive(stripe, parties, run, amount=5_000)
    arrive(stripe, parties, run, amount=7_000)
    stripe.press("balance/available")
    return run


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_events_doubled_and_reordered_end_in_the_same_ledger(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime, trading: Parties, data: st.DataObject
) -> None:
    run = pay(trading, stripe, deliver, at)
    news = stripe.news()
    assert {event["type"] for event in news} >= {
        "v1.payment_intent.partially_funded",
        "v1.payment_intent.succeeded",
        "v1.balance.available",
    }
    twice = data.draw(st.permutations(news + data.draw(st.lists(st.sampled_from(news), max_size=4))))
    reads_each = data.draw(st.booleans())
    for event in twice:
        stripe.tell(app, event)
        if reads_each:
            deliver()
    deliver()
    stripe.tell(app, *data.draw(st.permutations(stripe.events()[-6:])))
    deliver()
    seen = detail(trading.buyer, run)
    assert seen.run.state is RunState.CLOSED
    assert [each["amount"] for each in stripe.transfers() if each["transfer_group"] == f"settle:{run}"] == [12_000]
    with transaction(writing=False):
        assert charges.balance(AccountKind.IN_SETTLEMENT, trading.buyer.trust) == Money(0)
        assert charges.balance(AccountKind.RECEIVABLE, trading.provider.trust) == Money(12_000)
    check_books()
    assert reconciled(app).exit_code == 0


def test_a_payment_whose_every_event_is_lost_ends_the_same(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime, trading: Parties
) -> None:
    from app.kernel.boards import jobs
    from app.web.worker import run_periodic
    from tests.clock import HandClock

    run = pay(trading, stripe, deliver, at)
    clock: HandClock = app.extensions["clock"]
    for _ in range(3):
        clock.wind_on(minutes=2)
        for name in ("settlement.look_again", "settlement.note_top_ups"):
            run_periodic(jobs.periodic[name], clock)
        deliver()
    assert detail(trading.buyer, run).run.state is RunState.CLOSED
    check_books()
    assert reconciled(app).exit_code == 0


def test_after_an_outage_everything_that_waits_is_read_at_once(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime, trading: Parties
) -> None:
    run = pay(trading, stripe, deliver, at)
    caught_up = app.test_cli_runner().invoke(args=["settlement", "catch-up"])
    assert caught_up.exit_code == 0, caught_up.output
    deliver()
    assert detail(trading.buyer, run).run.state is RunState.CLOSED
    assert reconciled(app).exit_code == 0
