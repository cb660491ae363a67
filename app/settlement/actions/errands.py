"""The outbox rows that settlement posts: each under a key of our own rows, which Stripe is given too."""

from datetime import datetime

from app.kernel import outbox
from app.settlement.models import Leg, SettlementRun, StripeAccount
from app.trusts import queries as trusts

OPEN_ACCOUNT = "settlement.open_account"
START_PAYMENT = "settlement.start_payment"
CANCEL_PAYMENT = "settlement.cancel_payment"
CHECK_AVAILABLE = "settlement.check_available"
SEND_TRANSFER = "settlement.send_transfer"
READ_EVENT = "settlement.read_event"


def account_key(uid: str, attempt: int) -> str:
    """The idempotency key of a trust's account; a further attempt only follows a refusal."""
    return f"acct:{uid}" if attempt == 1 else f"acct:{uid}:{attempt}"


def payment_key(run: str, uid: str, attempt: int) -> str:
    """The idempotency key of a leg's payment."""
    return f"settle:{run}:pay:{uid}:{attempt}"


def transfer_key(run: str, uid: str, attempt: int) -> str:
    """The idempotency key of a leg's transfer."""
    return f"settle:{run}:recv:{uid}:{attempt}"


def post_open_account(row: StripeAccount, *, at: datetime) -> None:
    """Have Stripe asked to open a trust's account."""
    key = account_key(uid_of(row.trust_id), row.attempt)
    payload = {"trust": row.trust_id, "attempt": row.attempt}
    outbox.post(handler=OPEN_ACCOUNT, payload=payload, key=key, at=at)


def post_start(run: SettlementRun, leg: Leg, *, at: datetime, due_at: datetime | None = None) -> None:
    """Have Stripe asked for a leg's bank transfer."""
    key = payment_key(run.reference, uid_of(leg.trust_id), leg.attempt)
    outbox.post(handler=START_PAYMENT, payload=_of(leg), key=key, at=at, due_at=due_at)


def post_cancel(run: SettlementRun, leg: Leg, *, at: datetime, turn: int = 1, due_at: datetime | None = None) -> None:
    """Have Stripe told that a leg's payment is cancelled."""
    payload = {**_of(leg), "turn": turn}
    outbox.post(handler=CANCEL_PAYMENT, payload=payload, key=f"cancel:{run.reference}:{turn}", at=at, due_at=due_at)


def post_check(run: SettlementRun, leg: Leg, *, why: str, at: datetime, due_at: datetime | None = None) -> None:
    """Have it read whether a run's money may be sent on. `why` makes the key: arrival, or an event's id."""
    key = f"available:{run.reference}:{leg.id}:{why}"
    outbox.post(handler=CHECK_AVAILABLE, payload=_of(leg), key=key, at=at, due_at=due_at)


def post_transfer(run: SettlementRun, leg: Leg, *, at: datetime, due_at: datetime | None = None) -> None:
    """Have a leg's transfer made."""
    key = transfer_key(run.reference, uid_of(leg.trust_id), leg.attempt)
    outbox.post(handler=SEND_TRANSFER, payload=_of(leg), key=key, at=at, due_at=due_at)


def uid_of(trust_id: int) -> str:
    """A trust's group UID, by which Stripe knows it."""
    return trusts.get_trust(trust_id).uid


def _of(leg: Leg) -> dict[str, int]:
    return {"leg": leg.id, "attempt": leg.attempt}
