"""Charging the months that have come due, and taking off what is given back."""

from datetime import datetime, timedelta

from app.charges.rules.invoices import CreditMustWait
from app.kernel.boards import Payload, Periodic
from app.kernel.clock import london_date
from app.kernel.delivery import NotYet
from app.secondments.actions import charging
from app.secondments.queries.recharge import list_to_charge

HOURLY = 3600
TRY_AGAIN = timedelta(hours=1)


def charge_due(at: datetime) -> None:
    """Charge the months of every secondment that have come due."""
    for secondment_id in list_to_charge(london_date(at)):
        charging.follow_schedule(secondment_id=secondment_id, at=at)


def credit_recharge(payload: Payload, at: datetime) -> None:
    """The outbox's handler: take off a charge what is given back, an hour later while it is being paid."""
    try:
        charging.credit_recharge(charge_reference=payload["charge"], at=at)
    except CreditMustWait:
        raise NotYet(at + TRY_AGAIN) from None


CHARGE_DUE = Periodic("secondments.charge_due", HOURLY, charge_due, daily=True)
