"""What may be paid, what may be cancelled, and when to look at Stripe again."""

from datetime import datetime, timedelta

from app.charges.values import InvoiceState
from app.kernel.errors import Refused
from app.kernel.money import Money
from app.settlement.values import LegState, RunState

LEAST = Money(30)
MOST = Money(99_999_999)
SOON = timedelta(seconds=60)
SELDOM = timedelta(hours=6)
PATIENCE = 10
LONGEST = timedelta(hours=1)


class PaymentRefused(Refused):
    """The invoice cannot be paid like this, or the payment cannot be cancelled."""


class ProviderNotReady(PaymentRefused):
    """Stripe does not let the provider be paid yet."""


def check_can_pay(state: InvoiceState, outstanding: Money, *, is_buyer: bool) -> None:
    """An unpaid invoice is paid by its buyer, in full, within what Stripe moves at once. Raises PaymentRefused."""
    if not is_buyer:
        raise PaymentRefused("Your trust issued this invoice. Only the trust that owes it can pay it.")
    if state is InvoiceState.PAYING:
        raise PaymentRefused("A payment of this invoice is already on its way.")
    if state is not InvoiceState.UNPAID or outstanding.pence <= 0:
        raise PaymentRefused("There is nothing left to pay on this invoice.")
    check_amount(outstanding)


def check_amount(outstanding: Money) -> None:
    """Stripe moves £0.30 to £999,999.99 at once. Raises PaymentRefused, saying what to do instead."""
    if outstanding < LEAST:
        raise PaymentRefused(f"Stripe moves {LEAST} or more. Agree with the provider how to settle {outstanding}.")
    if outstanding > MOST:
        raise PaymentRefused(f"Stripe moves {MOST} or less at once. Ask the provider to split the invoice.")


def check_provider_ready(can_be_paid: bool, provider: str) -> None:
    """Whether money could reach the provider. Raises ProviderNotReady, saying what happens next."""
    if not can_be_paid:
        raise ProviderNotReady(
            f"{provider} cannot be paid yet: it has not finished setting up payments with Stripe. "
            "We have told its finance lead. Try again when they have done it."
        )


def check_can_cancel(state: RunState, pay_state: LegState, arrived: Money, *, is_asked: bool) -> None:
    """A payment can be cancelled while nothing of it has arrived. Raises PaymentRefused."""
    if state is RunState.CANCELLED or is_asked:
        raise PaymentRefused("This payment has been cancelled already.")
    if state is not RunState.COLLECTING or arrived or pay_state not in (LegState.WAITING, LegState.ASKED):
        raise PaymentRefused("Money has arrived, so this payment can no longer be cancelled.")


def is_cancellable(state: RunState, pay_state: LegState, arrived: Money, *, is_asked: bool) -> bool:
    """Whether a payment can be cancelled just now."""
    try:
        check_can_cancel(state, pay_state, arrived, is_asked=is_asked)
    except PaymentRefused:
        return False
    return True


def next_look(since: datetime, at: datetime) -> datetime:
    """When to read at Stripe again what has waited since a moment: soon at first, then ever more seldom.

    A tenth of the time that it has waited, but not under a minute nor over six hours.
    """
    return at + min(max((at - since) / PATIENCE, SOON), SELDOM)


def pause_after(attempt: int) -> timedelta:
    """How long to leave Stripe alone after a failure that it keeps: not at all at first, then ever longer, to an hour.

    Each attempt has a key of its own, so without a pause an outage would be answered by call upon call.
    """
    return min(timedelta(seconds=2 ** min(attempt, 12)), LONGEST) if attempt > 1 else timedelta(0)


def is_float_short(float_balance: Money, fees_balance: Money) -> bool:
    """Whether Stripe's fees have used up the float, so that a transfer would take another trust's money.

    Both in the ledger's signs: what the platform put in is below nothing, what fees cost is above.
    """
    return (float_balance + fees_balance).pence > 0
