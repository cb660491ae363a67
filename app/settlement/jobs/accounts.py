"""Opening a trust's account at Stripe."""

from datetime import datetime

from app.kernel.boards import Errand, Payload
from app.settlement import actions
from app.settlement.actions import asking
from app.settlement.stripe_gateway import GatewayRefused, gateway
from app.settlement.values import AccountAsked, AccountSeen


def prepare(payload: Payload, _at: datetime) -> AccountAsked | None:
    """The account to open, or None when that has been dealt with."""
    return asking.prepare_account(trust_id=payload["trust"], attempt=payload["attempt"])


def carry_out(asked: AccountAsked) -> AccountSeen | str:
    """Open it; Stripe's word for why not where it refuses."""
    try:
        return gateway().open_account(asked)
    except GatewayRefused as error:
        return error.code


def record(payload: Payload, outcome: AccountSeen | str, at: datetime) -> None:
    """Note how it went."""
    if isinstance(outcome, AccountSeen):
        actions.note_account(seen=outcome, at=at)
    else:
        actions.note_account_refused(trust_id=payload["trust"], attempt=payload["attempt"], code=outcome, at=at)


def give_up(payload: Payload, at: datetime) -> None:
    """Stripe did not answer for two hours: the trust may ask again."""
    actions.note_account_refused(trust_id=payload["trust"], attempt=payload["attempt"], code="no_answer", at=at)


OPENING = Errand(prepare=prepare, carry_out=carry_out, record=record, give_up=give_up)
