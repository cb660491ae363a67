"""When what waits is read at Stripe again."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from app.kernel.database import session
from app.settlement.models import Leg, StripeAccount
from app.settlement.rules.runs import SOON


def put_off_looking(*, payment_ids: Sequence[str], account_ids: Sequence[str], at: datetime) -> None:
    """These are being read now, so that nobody else does, and one that cannot be read does not block the rest."""
    legs = update(Leg).where(Leg.stripe_id.in_(payment_ids)).values(look_at=at + SOON)
    accounts = update(StripeAccount).where(StripeAccount.account_id.in_(account_ids)).values(look_at=at + SOON)
    for statement in (legs, accounts):
        session().execute(statement)
