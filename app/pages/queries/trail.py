"""The audit trail in words."""

from app.audit import queries as audit
from app.audit.values import Recorded
from app.kernel.references import prefix_of
from app.pages.deeds import deed_of
from app.pages.values import TrailRow
from app.people import queries as people
from app.trusts import queries as trusts

TRAIL_DOMAINS = {
    "services": "Orders and agreements",
    "cpd": "Courses and bookings",
    "secondments": "Secondments",
    "procurement": "Joint rounds and deals",
    "contracts": "Contracts",
    "listings": "Listings",
    "approvals": "Approvals",
    "charges": "Charges and invoices",
    "settlement": "Payments",
    "trusts": "People and roles",
}


def list_trail(trust_id: int, *, verb: str | None = None, skip: int = 0, most: int = 50) -> list[TrailRow]:
    """What concerns a trust, newest first, with names looked up in two batches."""
    return _in_words(audit.list_for_trust(trust_id, verb=verb, skip=skip, most=most))


def count_trail(trust_id: int, *, verb: str | None = None) -> int:
    """How many rows `list_trail` would list in all."""
    return audit.count_for_trust(trust_id, verb=verb)


def _in_words(rows: list[Recorded]) -> list[TrailRow]:
    names = people.names({row.person_id for row in rows if row.person_id is not None})
    called = trusts.names({row.trust_id for row in rows if row.trust_id is not None})
    return [
        TrailRow(
            at=row.at,
            person=names[row.person_id] if row.person_id is not None else "Trust Exchange",
            trust=called.get(row.trust_id, "") if row.trust_id is not None else "",
            deed=deed_of(row.verb, row.facts),
            subject=row.subject if prefix_of(row.subject) else "",
            link=f"/r/{row.subject}" if prefix_of(row.subject) else None,
        )
        for row in rows
    ]
