"""Inviting trusts to a round, and taking an invitation back."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import session
from app.kernel.errors import NotFound, Refused
from app.listings.rules import check_complete
from app.procurement.actions.locks import lock_round
from app.procurement.actions.rounds_rows import write_invitations
from app.procurement.messages.rounds import tell_invited
from app.procurement.models import Invitation
from app.procurement.queries.rounds import get_own_round, invited_ids, participant_ids
from app.procurement.rules import rounds as rules
from app.procurement.values import RoundTyped
from app.search import actions as search
from app.trusts import queries as trusts


def invite(*, reference: str, trust_ids: Iterable[int], actor: Actor, at: datetime) -> int:
    """Invite trusts to a round of the actor's trust; returns how many were not invited before.

    Those that a published round invites are told at once, those of a draft when it is published. Raises NotFound,
    WrongState for a round that nobody may join any more, or Refused for the lead itself or one that has closed.
    """
    found = get_own_round(actor.trust, reference)
    lock_round(found.id)
    held = get_own_round(actor.trust, reference)
    rules.check_can_invite(held)
    wanted = trusts.trusts_by_id(trust_ids)
    if any(not each.is_open for each in wanted.values()):
        raise Refused("A trust that has closed cannot be invited", field="trusts")
    invited = frozenset(invited_ids(held.id)) | wanted.keys()
    check_complete(rules.invitation_faults(RoundTyped(invited=invited), lead_id=held.lead_id))
    told_at = at if held.stage else None
    new = write_invitations(held.id, wanted, at, told_at)
    if new:
        _record("procurement.invited", reference, actor, at, {"trusts": new})
        search.note_change(reference=reference, kind=held.listing.kind, at=at)
    if held.stage:
        tell_invited(held, new, at=at)
    return len(new)


def uninvite(*, reference: str, trust_id: int, actor: Actor, at: datetime) -> None:
    """Take back the invitation of a trust that has no part in the round. Raises NotFound, WrongState or Refused."""
    found = get_own_round(actor.trust, reference)
    lock_round(found.id)
    held = get_own_round(actor.trust, reference)
    rules.check_can_invite(held)
    if trust_id in participant_ids(held.id):
        raise Refused("This trust takes part already, so its invitation stays")
    gone = delete(Invitation).where(Invitation.listing_id == held.id, Invitation.trust_id == trust_id)
    if not getattr(session().execute(gone), "rowcount", 0):
        raise NotFound(f"trust {trust_id} is not invited to {reference}")
    _record("procurement.uninvited", reference, actor, at, {"trusts": [trust_id]})
    search.note_change(reference=reference, kind=held.listing.kind, at=at)


def _record(verb: str, reference: str, actor: Actor, at: datetime, facts: dict[str, list[int]]) -> None:
    audit.record(actor=actor, verb=verb, subject=reference, at=at, facts=facts)
