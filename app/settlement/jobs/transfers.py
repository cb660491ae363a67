"""Reading whether arrived money may be sent on, and sending it."""

from datetime import datetime

from app.kernel.boards import Errand, Payload
from app.settlement import actions
from app.settlement.actions import asking
from app.settlement.jobs.payments import Refusal
from app.settlement.stripe_gateway import GatewayRefused, SavedFailure, ShortOfFloat, gateway
from app.settlement.values import Arrival, Hold, TransferAsked, TransferSeen

CANNOT_BE_PAID = "insufficient_capabilities_for_transfer"


def prepare_check(payload: Payload, _at: datetime) -> list[str] | None:
    """The payments to read, or None when their money has gone on."""
    return asking.payments_of(leg_id=payload["leg"])


def check(payment_ids: list[str]) -> list[Arrival | None]:
    """What each of them brought, as Stripe shows it now."""
    return [gateway().read_payment(each).arrival for each in payment_ids]


def record_check(payload: Payload, arrivals: list[Arrival | None], at: datetime) -> None:
    """Have the transfer made if all is available."""
    actions.send_when_available(leg_id=payload["leg"], arrivals=arrivals, at=at)


def prepare_send(payload: Payload, at: datetime) -> TransferAsked | None:
    """The transfer to make, or None when it is made or waits."""
    return asking.prepare_transfer(leg_id=payload["leg"], attempt=payload["attempt"], at=at)


def send(asked: TransferAsked) -> TransferSeen | Hold | Refusal:
    """Make it, having looked first where it may have been made."""
    try:
        return gateway().send_transfer(asked)
    except SavedFailure:
        return Refusal("saved_failure", is_saved_failure=True)
    except ShortOfFloat:
        return Hold.FLOAT
    except GatewayRefused as error:
        return Hold.ACCOUNT if error.code == CANNOT_BE_PAID else Refusal(error.code)


def record_send(payload: Payload, outcome: TransferSeen | Hold | Refusal, at: datetime) -> None:
    """Note how it went."""
    if isinstance(outcome, TransferSeen):
        actions.note_transfer(seen=outcome, at=at)
        return
    leg = {"leg_id": payload["leg"], "attempt": payload["attempt"]}
    if isinstance(outcome, Hold):
        actions.hold_transfer(**leg, hold=outcome, at=at)
    elif outcome.is_saved_failure:
        actions.send_again(**leg, at=at)
    else:
        actions.hold_transfer(**leg, hold=Hold.REFUSED, reason=outcome.code, at=at)


def give_up_send(payload: Payload, at: datetime) -> None:
    """Stripe did not answer for two hours: look again, and send again, in an hour."""
    actions.send_again(leg_id=payload["leg"], attempt=payload["attempt"], at=at, is_given_up=True)


CHECKING = Errand(prepare=prepare_check, carry_out=check, record=record_check)
SENDING = Errand(prepare=prepare_send, carry_out=send, record=record_send, give_up=give_up_send)
