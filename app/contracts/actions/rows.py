"""The rows of a contract: made, held and counted up."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.audit import actions as audit
from app.contracts.models import Contract
from app.contracts.rules.cpv_class import class_or_none
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.kernel.references import new_reference

PREFIX = "CON"


def add_row(values: Mapping[str, Any], *, at: datetime) -> str | None:
    """Add a contract under a fresh reference; None where the trust has one of that source reference already."""
    trust_id, source_reference = values["trust_id"], values.get("source_reference")
    new = {"note": "", "responsible_id": None, "yearly_pence": None, "is_counted": True, **values}
    new |= {"cpv_class": class_or_none(new["cpv"]), "last_date": new["end_date"], "version": 1}
    while True:
        reference = new_reference(PREFIX)
        row = {**new, "reference": reference, "created_at": at, "changed_at": at}
        if insert_or_ignore(Contract.__table__, row):  # type: ignore[arg-type]
            return reference
        if source_reference is not None and find_row(trust_id, source_reference) is not None:
            return None


def find_row(trust_id: int, source_reference: str) -> Contract | None:
    """The row that a trade keeps, held until the transaction ends and read as it now is, if there is one."""
    mine = (Contract.trust_id == trust_id, Contract.source_reference == source_reference)
    query = select(Contract).where(*mine).with_for_update()
    return session().scalar(query.execution_options(populate_existing=True))


def get_row(trust_id: int, reference: str) -> Contract:
    """A row of a trust, held until the transaction ends and read as it now is. Raises NotFound."""
    query = select(Contract).where(Contract.trust_id == trust_id, Contract.reference == reference).with_for_update()
    row = session().scalar(query.execution_options(populate_existing=True))
    if row is None:
        raise NotFound(f"no contract {reference}")
    return row


def write(row: Contract, values: Mapping[str, Any], *, at: datetime) -> list[str]:
    """Write what differs into a row; returns its columns' names, none where nothing did."""
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.cpv_class = class_or_none(row.cpv)
        row.version += 1
        row.changed_at = at
        session().flush()
    return changed


def record(
    verb: str, row: Contract | str, *, trust_id: int, actor: Actor | None, at: datetime, facts: dict[str, Any]
) -> None:
    """Put a deed into the trust's own trail, and into nobody else's.

    Where a trade's other side did it, the row says that the register itself did: what a trust is bound to is not
    read in another's trail.
    """
    own = actor if actor is not None and actor.trust_id == trust_id else None
    subject = row if isinstance(row, str) else row.reference
    audit.record(actor=own, verb=f"contracts.{verb}", subject=subject, at=at, concerns=[trust_id], facts=facts)
