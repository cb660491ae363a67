"""What the worker runs for services: reminders, and the charge of each new year of an agreement."""

from datetime import datetime

from app.kernel import outbox
from app.kernel.boards import Payload, Periodic
from app.kernel.clock import london_date
from app.services import actions, queries

HOURLY = 3600
CHARGE_YEAR = "services.charge_year"


def remind_providers(at: datetime) -> None:
    """Remind every provider whose answer is nearly due, each once."""
    for order in queries.list_unanswered(london_date(at)):
        actions.remind_provider(reference=order.reference, at=at)


def charge_new_years(at: datetime) -> None:
    """Have every year of an agreement that has begun charged, each on its own, so that none holds up another.

    One that is refused is asked for again the next day.
    """
    today = london_date(at)
    for reference, year in queries.list_due_years(today):
        payload = {"agreement": reference, "year": year}
        outbox.post(handler=CHARGE_YEAR, payload=payload, key=f"{CHARGE_YEAR}:{reference}:{year}:{today}", at=at)


def charge_year(payload: Payload, at: datetime) -> None:
    """The outbox's handler: charge one year of one agreement, or say why it cannot be."""
    actions.charge_year_or_tell(reference=payload["agreement"], year=payload["year"], at=at)


def erase_drafts(at: datetime) -> int:
    """Erase what buyers chose but did not order within 30 days; returns how many."""
    return actions.erase_drafts(at=at)


REMIND_PROVIDERS = Periodic("services.remind_providers", HOURLY, remind_providers, daily=True)
CHARGE_NEW_YEARS = Periodic("services.charge_new_years", HOURLY, charge_new_years, daily=True)
