"""Recording what was done, in the transaction in which it is done."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from app.audit.models import AuditConcern, AuditRow
from app.audit.values import Entry
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
    entry = Entry(subject, tuple(concerns), facts or {})
    record_each(actor=actor, verb=verb, entries=[entry], at=at)


def record_each(*, actor: Actor | None, verb: str, entries: Sequence[Entry], at: datetime) -> None:
    """Add a row to the trail for each of many things that one deed did, as `record` does, in two batches."""
    trust_id = actor.trust_id if actor else None
    person_id = actor.person_id if actor else None
    own = {trust_id} if trust_id is not None else set()
    rows = [
        AuditRow(at=at, person_id=person_id, trust_id=trust_id, verb=verb, subject=each.subject, facts=dict(each.facts))
        for each in entries
    ]
    session().add_all(rows)
    session().flush()
    concerns = [(row.id, {*each.concerns, *own}) for row, each in zip(rows, entries, strict=True)]
    session().add_all(AuditConcern(row_id=row, trust_id=each) for row, trusts in concerns for each in sorted(trusts))
    session().flush()
