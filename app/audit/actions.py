"""Recording what was done, in the transaction in which it is done."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.audit.models import AuditConcern, AuditRow
from app.kernel.actor import Actor
from app.kernel.database import session


def record(
    *,
    actor: Actor | None,
    verb: str,
    subject: str,
    at: datetime,
    concerns: Iterable[int] = (),
    facts: dict[str, Any] | None = None,
) -> None:
    """Add a row to the trail; `actor` is None for what the system does by itself.

    `verb` is domain and deed ("services.order_placed"), `subject` a public reference or "person:12".
    `concerns` are the ids of the trusts that may read it; the actor's own trust is always one.
    `facts` hold ids, amounts in pence and plain words: never a person's name or free text about one.
    """
    trust_id = actor.trust_id if actor else None
    row = AuditRow(
        at=at,
        person_id=actor.person_id if actor else None,
        trust_id=trust_id,
        verb=verb,
        subject=subject,
        facts=facts or {},
    )
    session().add(row)
    session().flush()
    trusts = {*concerns, *([trust_id] if trust_id is not None else [])}
    session().add_all(AuditConcern(row_id=row.id, trust_id=each) for each in sorted(trusts))
    session().flush()
