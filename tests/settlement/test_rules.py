"""What may be paid and cancelled, and when Stripe is looked at again: each at its exact boundary."""

from datetime import UTC, datetime, timedelta

import pytest

from app.charges.values import InvoiceState
from app.kernel.money import Money
from app.settlement.rules.progress import how_much, stages_of, why_cancelled, words_of
from app.settlement.rules.runs import (
    PaymentRefused,
    ProviderNotReady,
    check_can_pay,
    check_provider_ready,
    is_cancellable,
    is_float_short,
    next_look,
    pause_after,
)
from app.settlement.values import LegState, RunState, StepKind, StepValue

NOW = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pence", "paid"), [(1, False), (29, False), (30, True), (31, True), (99_999_999, True), (100_000_000, False)]
)
def test_an_invoice_is_paid_within_what_stripe_moves_at_once(pence: int, paid: bool) -> None:
    if paid:
        check_can_pay(InvoiceState.UNPAID, Money(pence), is_buyer=True)
        return
    with pytest.raises(PaymentRefused, match="Stripe moves"):
        check_can_pay(InvoiceState.UNPAID, Money(pence), is_buyer=True)


@pytest.mark.parametrize(
    ("state", "pence", "is_buyer", "message"),
    [
        (InvoiceState.UNPAID, 500, False, "Only the trust that owes it"),
        (InvoiceState.PAYING, 500, True, "already on its way"),
        (InvoiceState.SETTLED, 0, True, "nothing left to pay"),
        (InvoiceState.CREDITED, 0, True, "nothing left to pay"),
        (InvoiceState.UNPAID, 0, True, "nothing left to pay"),
        (InvoiceState.UNPAID, -500, True, "nothing left to pay"),
    ],
)
def test_only_an_unpaid_invoice_is_paid_and_only_by_its_buyer(
    state: InvoiceState, pence: int, is_buyer: bool, message: str
) -> None:
    with pytest.raises(PaymentRefused, match=message):
        check_can_pay(state, Money(pence), is_buyer=is_buyer)


def test_a_provider_that_cannot_be_paid_is_named_with_what_happens_next() -> None:
    check_provider_ready(True, "Larkmoor")
    with pytest.raises(ProviderNotReady, match=r"Larkmoor cannot be paid yet.*told its finance lead"):
        check_provider_ready(False, "Larkmoor")


@pytest.mark.parametrize(
    ("state", "leg", "pence", "is_asked", "may"),
    [
        (RunState.COLLECTING, LegState.WAITING, 0, False, True),
        (RunState.COLLECTING, LegState.ASKED, 0, False, True),
        (RunState.COLLECTING, LegState.ASKED, 0, True, False),
        (RunState.COLLECTING, LegState.PART_PAID, 1, False, False),
        (RunState.COLLECTING, LegState.ASKED, 1, False, False),
        (RunState.ARRIVED, LegState.PAID, 500, False, False),
        (RunState.PAYING, LegState.PAID, 500, False, False),
        (RunState.CLOSED, LegState.PAID, 500, False, False),
        (RunState.CANCELLED, LegState.CANCELLED, 0, False, False),
    ],
)
def test_a_payment_is_cancelled_only_while_nothing_has_arrived(
    state: RunState, leg: LegState, pence: int, is_asked: bool, may: bool
) -> None:
    assert is_cancellable(state, leg, Money(pence), is_asked=is_asked) is may


@pytest.mark.parametrize(
    ("waited", "pause"),
    [
        (timedelta(0), timedelta(minutes=1)),
        (timedelta(minutes=10), timedelta(minutes=1)),
        (timedelta(minutes=10, seconds=10), timedelta(minutes=1, seconds=1)),
        (timedelta(hours=1), timedelta(minutes=6)),
        (timedelta(hours=60), timedelta(hours=6)),
        (timedelta(days=30), timedelta(hours=6)),
    ],
)
def test_what_has_waited_long_is_looked_at_less_often(waited: timedelta, pause: timedelta) -> None:
    assert next_look(NOW - waited, NOW) == NOW + pause


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(1, 0), (2, 4), (3, 8), (11, 2048), (12, 3600), (13, 3600), (10_000, 3600)]
)
def test_a_failure_that_stripe_keeps_is_answered_ever_more_slowly(attempt: int, seconds: int) -> None:
    assert pause_after(attempt) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("put_in", "fees", "short"), [(0, 0, False), (0, 1, True), (60, 59, False), (60, 60, False), (60, 61, True)]
)
def test_the_float_is_short_once_fees_are_more_than_was_put_in(put_in: int, fees: int, short: bool) -> None:
    assert is_float_short(Money(-put_in), Money(fees)) is short


@pytest.mark.parametrize("state", list(RunState))
def test_every_state_of_a_payment_has_its_stages(state: RunState) -> None:
    marks = [mark for _, mark, _ in stages_of(state)]
    assert set(marks) <= {"done", "now", "next", "stopped"}
    assert marks.count("now") == (0 if state in (RunState.CLOSED, RunState.CANCELLED) else 1)


@pytest.mark.parametrize("kind", list(StepKind))
def test_everything_that_happens_has_words(kind: StepKind) -> None:
    words, amount = words_of(StepValue(kind, NOW, Money(500)))
    assert words
    assert amount in ("", "£5.00")


@pytest.mark.parametrize(("arrived", "words"), [(0, "Nothing has arrived yet"), (1, "£0.01 of £5.00 has arrived")])
def test_how_much_has_arrived_is_said_plainly(arrived: int, words: str) -> None:
    assert how_much(Money(arrived), Money(500)) == words


@pytest.mark.parametrize(
    ("arrived", "words"),
    [(0, "Nothing had arrived and nothing was paid."), (1, "The £0.01 that had arrived is still the buyer's")],
)
def test_why_a_payment_was_cancelled_says_where_the_money_is(arrived: int, words: str) -> None:
    assert words in why_cancelled(Money(arrived))
