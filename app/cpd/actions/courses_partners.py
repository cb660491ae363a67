"""Which trusts get a provider's partner price."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete

from app.audit import actions as audit
from app.cpd.models import Partner
from app.cpd.queries.courses_partners import partners_of
from app.cpd.rules.courses_partners import check_can_be_partner
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.trusts import queries as trusts


def set_partners(*, trust_ids: Iterable[int], actor: Actor, at: datetime) -> None:
    """Make these trusts, and no others, the partners of the actor's trust. Raises NotFound or NoPartner."""
    wanted, had = set(trust_ids), set(partners_of(actor.trust))
    for trust_id in sorted(wanted - had):
        add_partner(trust_id=trust_id, actor=actor, at=at)
    for trust_id in sorted(had - wanted):
        remove_partner(trust_id=trust_id, actor=actor, at=at)


def add_partner(*, trust_id: int, actor: Actor, at: datetime) -> None:
    """Give a trust the partner price from now on; one that has it already keeps it. Raises NotFound or NoPartner."""
    partner = trusts.get_trust(trust_id)
    check_can_be_partner(partner, of=actor.trust)
    row = {"provider_id": actor.trust, "partner_id": trust_id, "person_id": actor.person_id, "added_at": at}
    if insert_or_ignore(Partner.__table__, row):  # type: ignore[arg-type]
        _record("cpd.partner_added", trust_id, actor, at)


def remove_partner(*, trust_id: int, actor: Actor, at: datetime) -> None:
    """Give a trust the partner price no longer; what it booked keeps its price."""
    theirs = delete(Partner).where(Partner.provider_id == actor.trust, Partner.partner_id == trust_id)
    if getattr(session().execute(theirs), "rowcount", 0):
        _record("cpd.partner_removed", trust_id, actor, at)


def _record(verb: str, trust_id: int, actor: Actor, at: datetime) -> None:
    audit.record(actor=actor, verb=verb, subject=f"trust:{trust_id}", at=at, facts={"partner": trust_id})
