"""Looking again at what has waited, so that a lost event delays nothing for ever.

These call Stripe, so each step has a transaction of its own and none is open meanwhile. What cannot
be read now is logged and comes round again.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from sqlalchemy import update

from app.kernel import database
from app.kernel.database import session
from app.settlement.actions.accounts import note_account
from app.settlement.actions.balance import BOOKED_KINDS, note_balance_rows
from app.settlement.actions.payments import note_payment
from app.settlement.actions.transfers import check_late, hasten_transfers, release_held
from app.settlement.models import Leg, StripeAccount
from app.settlement.queries.accounts import list_to_look_at
from app.settlement.queries.float import list_booked
from app.settlement.queries.legs import list_payments_to_look_at
from app.settlement.rules.runs import SOON
from app.settlement.stripe_gateway import GatewayError, gateway
from app.settlement.values import Hold

log = structlog.get_logger(__name__)
MOST = 50
EVERYTHING = 100_000
ALWAYS = timedelta(days=3650)


def look_again(at: datetime) -> None:
    """Read the payments and accounts whose turn it is, and try again the transfers whose turn it is."""
    _read(at, by=at, most=MOST)
    with database.transaction():
        release_held(*Hold, at=at, is_due=True)
        check_late(at=at)


def catch_up(at: datetime) -> None:
    """Read all that waits at Stripe now, whosever turn it is: after an outage, and while the demo is loaded."""
    note_top_ups(at)
    _read(at, by=at + ALWAYS, most=EVERYTHING)
    with database.transaction():
        release_held(*Hold, at=at)
        hasten_transfers(event_id=f"catch-up:{at.isoformat()}", at=at)


def _read(at: datetime, *, by: datetime, most: int) -> None:
    with database.transaction():
        payments, accounts = list_payments_to_look_at(by, most), list_to_look_at(by, most)
        _put_off(payment_ids=payments, account_ids=accounts, at=at)
    for payment_id in payments:
        _look(_payment, payment_id, at)
    for account_id in accounts:
        _look(_account, account_id, at)


def note_top_ups(at: datetime) -> None:
    """Post each top-up of the platform's balance, and each fee that Stripe took by itself, once by its id."""
    with database.transaction(writing=False):
        booked = frozenset(list_booked(BOOKED_KINDS))
    try:
        rows = gateway().list_new_rows(BOOKED_KINDS, booked)
    except GatewayError as error:
        log.warning("settlement.not_read", what="balance", error=repr(error))
        return
    with database.transaction():
        note_balance_rows(rows=rows, at=at)


def _look(read: Callable[[str, datetime], None], name: str, at: datetime) -> None:
    try:
        read(name, at)
    except GatewayError as error:
        log.warning("settlement.not_read", what=name, error=repr(error))


def _payment(payment_id: str, at: datetime) -> None:
    seen = gateway().read_payment(payment_id)
    with database.transaction():
        note_payment(seen=seen, at=at)


def _account(account_id: str, at: datetime) -> None:
    seen = gateway().read_account(account_id)
    with database.transaction():
        note_account(seen=seen, at=at)


def _put_off(*, payment_ids: Sequence[str], account_ids: Sequence[str], at: datetime) -> None:
    """These are being read now, so that nobody else does, and one that cannot be read does not block the rest."""
    legs = update(Leg).where(Leg.stripe_id.in_(payment_ids)).values(look_at=at + SOON)
    accounts = update(StripeAccount).where(StripeAccount.account_id.in_(account_ids)).values(look_at=at + SOON)
    for statement in (legs, accounts):
        session().execute(statement)
