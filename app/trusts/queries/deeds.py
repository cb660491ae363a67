"""What happened to a thing, as one of its trusts may know it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from app.audit import queries as audit
from app.audit.values import Recorded
from app.people import queries as people
from app.trusts.queries.register import names as names_of_trusts

Told = tuple[datetime, str, str, str]


def list_told(
    trust_id: int, about: Iterable[str], words: Mapping[str, str], since: datetime | None = None
) -> list[Told]:
    """The recorded deeds about some references that a trust may see and that have words: (when, what, who, "").

    A person of one's own trust is told by name, of another's only the trust. In the order of the trail.
    """
    rows = [
        row
        for row in audit.list_about(trust_id, list(about))
        if row.verb in words and (since is None or row.at >= since)
    ]
    names = people.names(row.person_id for row in rows if row.person_id)
    owners = names_of_trusts(row.trust_id for row in rows if row.trust_id)
    return [(row.at, words[row.verb], _by(row, trust_id, names, owners), "") for row in rows]


def _by(row: Recorded, trust_id: int, names: Mapping[int, str], owners: Mapping[int, str]) -> str:
    if row.person_id is None or row.trust_id is None:
        return ""
    if row.trust_id == trust_id:
        return f"by {names[row.person_id]}"
    return f"by {owners.get(row.trust_id, 'the other trust')}"
