"""Reading the trail: a trust sees what concerns it."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select

from app.audit.models import AuditConcern, AuditRow
from app.audit.values import Recorded
from app.kernel.database import session


def list_for_trust(trust_id: int, *, verb: str | None = None, skip: int = 0, most: int = 50) -> list[Recorded]:
    """What concerns a trust, newest first; `verb` narrows to a deed or, with a dot at its end, a domain."""
    rows = session().scalars(_concerning(trust_id, verb).order_by(AuditRow.id.desc()).offset(skip).limit(most))
    return [_recorded(row) for row in rows]


def count_for_trust(trust_id: int, *, verb: str | None = None) -> int:
    """How many rows `list_for_trust` would list in all."""
    return session().scalar(select(func.count()).select_from(_concerning(trust_id, verb).subquery())) or 0


def list_about(trust_id: int, subjects: Sequence[str]) -> list[Recorded]:
    """What was done to some subjects, as far as it concerns a trust, oldest first."""
    rows = session().scalars(_concerning(trust_id, None).where(AuditRow.subject.in_(subjects)).order_by(AuditRow.id))
    return [_recorded(row) for row in rows]


def _concerning(trust_id: int, verb: str | None) -> Select[AuditRow]:
    rows = select(AuditRow).join(AuditConcern, AuditConcern.row_id == AuditRow.id)
    rows = rows.where(AuditConcern.trust_id == trust_id)
    if verb and verb.endswith("."):
        return rows.where(AuditRow.verb.startswith(verb, autoescape=True))
    return rows.where(AuditRow.verb == verb) if verb else rows


def _recorded(row: AuditRow) -> Recorded:
    return Recorded(
        id=row.id,
        at=row.at,
        person_id=row.person_id,
        trust_id=row.trust_id,
        verb=row.verb,
        subject=row.subject,
        facts=row.facts,
    )
