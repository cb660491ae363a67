"""Asking for a bank transfer, and cancelling what was asked for."""

from dataclasses import dataclass
from datetime import datetime

from app.kernel.boards import Errand, Payload
from app.settlement import actions
from app.settlement.actions import asking
from app.settlement.stripe_gateway import GatewayRefused, SavedFailure, gateway
from app.settlement.values import PaymentAsked, PaymentSeen, PaymentStatus


@dataclass(frozen=True)
class Refusal:
    """Stripe said no: its word for why. `is_saved_failure` is its own failure, kept under the key."""

    code: str
    is_saved_failure: bool = False


def prepare_start(payload: Payload, at: datetime) -> PaymentAsked | None:
    """The bank transfer to ask for, or None when that has been dealt with."""
    return asking.prepare_payment(leg_id=payload["leg"], attempt=payload["attempt"], at=at)


def start(asked: PaymentAsked) -> PaymentSeen | Refusal:
    """Ask for it, having looked first where it may have been asked for."""
    try:
        return gateway().start_payment(asked)
    except SavedFailure:
        return Refusal("saved_failure", is_saved_failure=True)
    except GatewayRefused as error:
        return Refusal(error.code)


def record_start(payload: Payload, outcome: PaymentSeen | Refusal, at: datetime) -> None:
    """Note how it went."""
    if isinstance(outcome, PaymentSeen):
        actions.note_payment(seen=outcome, at=at)
    elif outcome.is_saved_failure:
        actions.ask_again(leg_id=payload["leg"], attempt=payload["attempt"], at=at)
    else:
        actions.note_payment_refused(leg_id=payload["leg"], attempt=payload["attempt"], code=outcome.code, at=at)


def give_up_start(payload: Payload, at: datetime) -> None:
    """Stripe did not answer for two hours: look again, and ask again, in an hour."""
    actions.ask_again(leg_id=payload["leg"], attempt=payload["attempt"], at=at, is_given_up=True)


def prepare_cancel(payload: Payload, at: datetime) -> str | None:
    """The payment to cancel, or None when that has been dealt with."""
    return asking.prepare_cancelling(leg_id=payload["leg"], at=at)


def cancel(payment_id: str) -> PaymentSeen:
    """Cancel it, if nothing has arrived."""
    return gateway().cancel_payment(payment_id)


def record_cancel(payload: Payload, seen: PaymentSeen, at: datetime) -> None:
    """Note what became of it."""
    actions.note_payment(seen=seen, at=at)
    if seen.status is not PaymentStatus.CANCELLED:
        actions.note_not_cancelled(leg_id=payload["leg"], turn=payload["turn"], at=at)


def give_up_cancel(payload: Payload, at: datetime) -> None:
    """Stripe did not answer for two hours: tell it again in an hour."""
    actions.note_not_cancelled(leg_id=payload["leg"], turn=payload["turn"], at=at, is_given_up=True)


STARTING = Errand(prepare=prepare_start, carry_out=start, record=record_start, give_up=give_up_start)
CANCELLING = Errand(prepare=prepare_cancel, carry_out=cancel, record=record_cancel, give_up=give_up_cancel)
