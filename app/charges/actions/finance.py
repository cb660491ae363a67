"""Keeping what a trust prints on its invoices."""

from datetime import date, datetime

from app.audit import actions as audit
from app.charges.actions.invoices import issue_waiting
from app.charges.models import FinanceDetailsRow
from app.charges.rules.finance import check_details, check_from_date
from app.charges.values import FinanceDetails
from app.kernel import outbox
from app.kernel.actor import Actor
from app.kernel.clock import london_date, midnight
from app.kernel.database import session

ISSUE_WAITING = "charges.issue_waiting"


def set_finance_details(*, details: FinanceDetails, from_date: date, actor: Actor, at: datetime) -> int:
    """Keep what the actor's trust prints on its invoices from a day on; the history stays.

    Accepted charges that waited for the details are invoiced: now, or on the day the details start.
    Returns how many were invoiced now. Raises FinanceDetailsRefused, VatNumberRefused.
    """
    kept = check_details(details)
    today = london_date(at)
    check_from_date(from_date, today=today)
    row_id = _add(kept, from_date, actor, at)
    audit.record(
        actor=actor,
        verb="charges.finance_details_set",
        subject=f"trust:{actor.trust}",
        at=at,
        facts={"from_date": from_date.isoformat(), "vat_registered": kept.vat_registered},
    )
    if from_date <= today:
        return issue_waiting(trust_id=actor.trust, actor=actor, at=at)
    _issue_on(from_date, row_id, actor.trust, at)
    return 0


def _add(kept: FinanceDetails, from_date: date, actor: Actor, at: datetime) -> int:
    values = {**vars(kept), "address_lines": list(kept.address_lines)}
    row = FinanceDetailsRow(trust_id=actor.trust, from_date=from_date, set_at=at, set_by=actor.person_id, **values)
    session().add(row)
    session().flush()
    return row.id


def _issue_on(day: date, row_id: int, trust_id: int, at: datetime) -> None:
    outbox.post(
        handler=ISSUE_WAITING,
        payload={"trust_id": trust_id},
        key=f"{ISSUE_WAITING}:{row_id}",
        at=at,
        due_at=midnight(day),
    )
