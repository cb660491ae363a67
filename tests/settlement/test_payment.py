"""The whole way of a payment, over the real SDK and the sandbox's Stripe."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from app.audit import queries as audit
from app.charges import queries as charges
from app.charges.values import AccountKind
from app.kernel.database import transaction
from app.kernel.errors import NotFound
from app.kernel.money import Money
from app.settlement import actions, queries
from app.settlement.rules.runs import PaymentRefused, ProviderNotReady
from app.settlement.values import Capability, Hold, LegState, RunState, RunsWanted, StepKind
from tests.charges.makers import line, make_finance_lead, make_invoice, make_parties
from tests.clock import HandClock
from tests.settlement.books import check_books, reconciled
from tests.settlement.makers import (
    account_of,
    arrive,
    detail,
    look_again,
    make_float,
    make_paid_invoice,
    make_payable,
    make_ready_trust,
    notices,
    start_paying,
)
from tests.stripe import Stripe

Deliver = Callable[[], int]


def test_an_invoice_is_paid_once_and_in_full(app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> None:
    parties, invoice, run = make_paid_invoice(stripe, deliver, at)
    seen = detail(parties.provider, run)
    assert seen.run.state is RunState.CLOSED
    assert (seen.pay.state, seen.receive.state) == (LegState.PAID, LegState.PAID)
    assert [each["amount"] for each in stripe.transfers()] == [12_000]
    assert stripe.transfers()[0]["source_transaction"] is None
    assert stripe.transfers()[0]["destination"] == account_of(parties.provider)
    assert stripe.transfers()[0]["transfer_group"] == f"settle:{run}"
    assert len(stripe.payments()) == 1
    with transaction(writing=False):
        assert charges.get_invoice(parties.buyer.trust, invoice).outstanding == Money(0)
        assert charges.balance(AccountKind.IN_SETTLEMENT, parties.buyer.trust) == Money(0)
        assert charges.balance(AccountKind.FEES) == Money(60)
        assert charges.balance(AccountKind.STRIPE_CLEARING) == Money(10_000 - 60)
    check_books()
    assert reconciled(app).exit_code == 0


def test_each_step_of_a_payment_is_on_its_timeline_and_in_the_trail(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, _, run = make_paid_invoice(stripe, deliver, at)
    kinds = [step.kind for step in detail(parties.buyer, run).steps]
    assert kinds == [StepKind.STARTED, StepKind.ASKED, StepKind.ARRIVED, StepKind.SENT, StepKind.CLOSED]
    with transaction(writing=False):
        verbs = {row.verb for row in audit.list_about(parties.buyer.trust, [run])}
    assert verbs == {
        "settlement.payment_started",
        "settlement.payment_asked",
        "settlement.money_arrived",
        "settlement.run_closed",
    }


def test_both_trusts_are_told_how_a_payment_goes(app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> None:
    parties, _, run = make_paid_invoice(stripe, deliver, at)
    buyer, provider = notices(parties.buyer), notices(parties.provider)
    assert f"Send your bank transfer of £120.00 for {run}" in buyer
    assert f"£120.00 has arrived for {run}" in buyer
    assert "Trust 90002 is paying you £120.00" in provider
    assert f"£120.00 has arrived for {run}" in provider


def test_the_buyer_is_shown_where_to_send_the_money(app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    run = start_paying(parties, invoice, deliver, at)
    asked = stripe.payments()[0]["next_action"]["display_bank_transfer_instructions"]
    shown = detail(parties.buyer, run).instructions
    assert shown is not None
    assert shown.reference == asked["reference"]
    assert shown.account_number == asked["financial_addresses"][0]["sort_code"]["account_number"]
    assert stripe.payments()[0]["metadata"]["run"] == run


def test_the_buyers_account_is_opened_when_it_first_pays(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    with transaction(writing=False):
        assert queries.find_account(parties.buyer.trust) is None
    start_paying(parties, invoice, deliver, at)
    assert stripe.payments()[0]["customer_account"] == account_of(parties.buyer)
    assert len(stripe.look("v2/core/accounts")["data"]) == 2


def test_part_of_a_bank_transfer_is_shown_and_the_rest_awaited(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    run = start_paying(parties, invoice, deliver, at)
    arrive(stripe, parties, run, amount=5_000)
    look_again(at)
    seen = detail(parties.buyer, run)
    assert (seen.run.state, seen.pay.state) == (RunState.COLLECTING, LegState.PART_PAID)
    assert (seen.pay.arrived, seen.pay.remaining) == (Money(5_000), Money(7_000))
    assert f"£50.00 of £120.00 has arrived for {run}" in notices(parties.buyer)
    arrive(stripe, parties, run, amount=7_000)
    look_again(at)
    assert detail(parties.buyer, run).run.state is RunState.ARRIVED
    check_books()


def test_an_overpaid_transfer_pays_the_invoice_and_no_more(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at)
    run = start_paying(parties, invoice, deliver, at)
    arrive(stripe, parties, run, amount=20_000)
    stripe.press("balance/available")
    look_again(at)
    deliver()
    assert detail(parties.buyer, run).run.state is RunState.CLOSED
    assert [each["amount"] for each in stripe.transfers()] == [12_000]
    assert reconciled(app).exit_code == 0


def test_what_a_buyer_overpaid_pays_its_next_invoice_at_once(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at)
    run = start_paying(parties, invoice, deliver, at)
    arrive(stripe, parties, run, amount=24_000)
    stripe.press("balance/available")
    look_again(at)
    deliver()
    with transaction():
        second = make_invoice(parties, at, line(10_000))
    run = start_paying(parties, second, deliver, at)
    assert detail(parties.buyer, run).run.state is RunState.ARRIVED
    assert reconciled(app).exit_code == 0


def test_money_is_not_sent_on_before_stripe_says_it_is_available(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime, clock: HandClock
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at, 100_000)
    run = start_paying(parties, invoice, deliver, at)
    arrive(stripe, parties, run)
    look_again(at)
    clock.wind_on(days=30)
    deliver()
    assert detail(parties.buyer, run).run.state is RunState.ARRIVED
    assert stripe.transfers() == []
    stripe.press("balance/available")
    stripe.tell(app)
    deliver()
    assert detail(parties.buyer, run).run.state is RunState.CLOSED
    check_books()


def test_a_provider_that_stripe_stops_waits_for_its_money_and_then_gets_it(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at)
    run = start_paying(parties, invoice, deliver, at)
    stripe.press(f"accounts/{account_of(parties.provider)}/capability", status="restricted")
    arrive(stripe, parties, run)
    stripe.press("balance/available")
    look_again(at)
    deliver()
    assert detail(parties.buyer, run).receive.hold is Hold.ACCOUNT
    assert "£120.00 waits for your trust" in notices(parties.provider)
    stripe.press(f"accounts/{account_of(parties.provider)}/capability", status="active")
    stripe.tell(app)
    deliver()
    assert detail(parties.buyer, run).run.state is RunState.CLOSED
    check_books()


def test_a_provider_that_stripe_stopped_unheard_waits_when_stripe_refuses(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    make_float(stripe, at)
    run = start_paying(parties, invoice, deliver, at)
    arrive(stripe, parties, run)
    stripe.press("balance/available")
    for event in stripe.news():
        if event["type"].startswith("v1.payment_intent"):
            stripe.tell(app, event)
    stripe.press(f"accounts/{account_of(parties.provider)}/capability", status="pending")
    deliver()
    seen = detail(parties.buyer, run)
    assert (seen.run.state, seen.receive.hold) == (RunState.ARRIVED, Hold.ACCOUNT)
    stripe.press(f"accounts/{account_of(parties.provider)}/capability", status="active")
    look_again(at)
    deliver()
    assert detail(parties.buyer, run).run.state is RunState.CLOSED
    assert len(stripe.transfers()) == 1


def test_a_provider_that_cannot_be_paid_is_told_and_nothing_begins(
    app: Flask, stripe: Stripe, deliver: Deliver, at: datetime
) -> None:
    with transaction():
        parties = make_parties(at)
        invoice = make_invoice(parties, at)
    with pytest.raises(ProviderNotReady), transaction():
        actions.pay_invoice(invoice_reference=invoice, actor=parties.buyer, at=at)
    assert "Trust 90002 wants to pay you" in notices(parties.provider)
    with transaction(writing=False):
        assert charges.get_invoice(parties.buyer.trust, invoice).state == "unpaid"
        assert queries.count_runs(parties.buyer.trust, RunsWanted()) == 0


def test_only_the_buyer_pays_an_invoice(app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> None:
    parties, invoice = make_payable(stripe, deliver, at)
    with transaction():
        stranger = make_finance_lead("90009", at)
    with pytest.raises(PaymentRefused), transaction():
        actions.pay_invoice(invoice_reference=invoice, actor=parties.provider, at=at)
    with pytest.raises(NotFound), transaction():
        actions.pay_invoice(invoice_reference=invoice, actor=stranger, at=at)


def test_the_account_follows_what_stripe_shows(app: Flask, stripe: Stripe, deliver: Deliver, at: datetime) -> None:
    with transaction():
        lead = make_finance_lead("90001", at)
    account_id = make_ready_trust(lead, stripe, deliver, at)
    assert "Your trust can be paid through Stripe" in notices(lead)
    stripe.press(f"accounts/{account_id}/capability", status="restricted")
    stripe.tell(app)
    deliver()
    with transaction(writing=False):
        account = queries.find_account(lead.trust)
    assert account is not None
    assert (account.transfers, account.can_be_paid) == (Capability.RESTRICTED, False)
    assert "Stripe needs something from your trust before it can be paid" in notices(lead)
