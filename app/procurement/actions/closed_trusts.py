"""Trusts that close while rounds gather."""

from datetime import datetime

from app.audit import actions as audit
from app.procurement.actions.joining import end_participation
from app.procurement.actions.locks import lock_round
from app.procurement.actions.tiers import look_at_tiers
from app.procurement.messages import joining as messages
from app.procurement.queries.participations import find_participation, participations_of
from app.procurement.queries.rounds import rounds_by_id
from app.procurement.values import ParticipationState

UNBOUND = (ParticipationState.INTERESTED, ParticipationState.INTENDED)


def leave_closed(*, trust_id: int, at: datetime) -> int:
    """Have a trust that closed leave the rounds of others that still gather and to which nothing binds it.

    Returns how many that were. What it asked for or committed to stays: that passes to whoever succeeds it.
    """
    held = rounds_by_id(each.round_id for each in participations_of(trust_id, UNBOUND))
    left = [each for each in held.values() if each.stage and each.stage.is_gathering and each.lead_id != trust_id]
    count = 0
    for each in sorted(left, key=lambda one: one.id):
        lock_round(each.id)
        own = find_participation(each.id, trust_id)
        if own is None or own.state not in UNBOUND:
            continue
        end_participation(own, at)
        concerns = [trust_id, each.lead_id]
        audit.record(
            actor=None, verb="procurement.participation_ended", subject=own.reference, at=at, concerns=concerns
        )
        messages.tell_closed(each, own, at=at)
        look_at_tiers(reference=each.reference, at=at)
        count += 1
    return count
