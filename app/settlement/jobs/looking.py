"""Looking again at what has waited, so that a lost event delays nothing for ever.

Each step has a transaction of its own and none is open while Stripe answers. What cannot be read
now is logged and comes round again.
"""

from collections.abc import Callable
from datetime import datetime

import structlog

from app.kernel import database
from app.settlement import actions
from app.settlement.queries.accounts import list_to_look_at
from app.settlement.queries.float import list_booked
from app.settlement.queries.legs import list_payments_to_look_at
from app.settlement.stripe_gateway import GatewayError, gateway
from app.settlement.values import Hold

log = structlog.get_logger(__name__)
MOST = 50


def look_again(at: datetime) -> None:
    """Read the payments and accounts whose turn it is, and try again the transfers whose turn it is."""
    with database.transaction():
        payments = list_payments_to_look_at(at, MOST)
        accounts = list_to_look_at(at, MOST)
        actions.put_off_looking(payment_ids=payments, account_ids=accounts, at=at)
    for payment_id in payments:
        _look(_payment, payment_id, at)
    for account_id in accounts:
        _look(_account, account_id, at)
    with database.transaction():
        actions.release_held(*Hold, at=at, is_due=True)
        actions.check_late(at=at)


def note_top_ups(at: datetime) -> None:
    """Post each top-up of the platform's balance, and each fee that Stripe took by itself, once by its id."""
    with database.transaction(writing=False):
        booked = frozenset(list_booked(actions.BOOKED_KINDS))
    try:
        rows = gateway().list_new_rows(actions.BOOKED_KINDS, booked)
    except GatewayError as error:
        log.warning("settlement.not_read", what="balance", error=repr(error))
        return
    with database.transaction():
        actions.note_balance_rows(rows=rows, at=at)


def _look(read: Callable[[str, datetime], None], name: str, at: datetime) -> None:
    try:
        read(name, at)
    except GatewayError as error:
        log.warning("settlement.not_read", what=name, error=repr(error))


def _payment(payment_id: str, at: datetime) -> None:
    seen = gateway().read_payment(payment_id)
    with database.transaction():
        actions.note_payment(seen=seen, at=at)


def _account(account_id: str, at: datetime) -> None:
    seen = gateway().read_account(account_id)
    with database.transaction():
        actions.note_account(seen=seen, at=at)
