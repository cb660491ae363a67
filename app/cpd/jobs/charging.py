"""Charging runs that are over, charging again what was refused, and taking off what was given back."""

from datetime import datetime, timedelta

from app.charges.rules.invoices import CreditMustWait
from app.cpd.actions import charging
from app.cpd.queries import charging as queries
from app.kernel.boards import Payload, Periodic
from app.kernel.delivery import NotYet

HOURLY = 3600
TRY_AGAIN = timedelta(hours=1)


def charge_runs(at: datetime) -> None:
    """Charge every run that is over and is charged afterwards, and places whose charge was refused before."""
    for run_id in queries.list_runs_to_charge(at):
        charging.charge_run(run_id=run_id, at=at)
    for place_ids in queries.list_places_to_charge():
        charging.charge_places(place_ids=place_ids, at=at)


def credit_charge(payload: Payload, at: datetime) -> None:
    """The outbox's handler: take off a charge what its places gave back, an hour later while it is being paid."""
    try:
        charging.credit_charge(reference=payload["charge"], at=at)
    except CreditMustWait:
        raise NotYet(at + TRY_AGAIN) from None


CHARGE_RUNS = Periodic("cpd.charge_runs", HOURLY, charge_runs, daily=True)
