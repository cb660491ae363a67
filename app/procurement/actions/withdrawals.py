"""A trust leaves a round: in time at no cost, after that at what the agreement says."""

from datetime import datetime

from sqlalchemy import func, select

from app.audit import actions as audit
from app.charges import actions as charges
from app.charges.values import LineAsked
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.kernel.money import Money
from app.kernel.vat import VatTreatment
from app.procurement.actions.commitments import end_commitment, hold, move_participation
from app.procurement.actions.tiers import look_at_tiers
from app.procurement.messages.commitments import tell_withdrawn
from app.procurement.models import Withdrawal
from app.procurement.queries.commitments import open_commitment
from app.procurement.rules import withdrawals as rules
from app.procurement.values import ParticipationState, ParticipationValue, RoundValue

LONGEST_TITLE = 100
VAT_REASON = "Compensation for leaving a joint round late: the lead trust supplies nothing for it"


def withdraw(*, reference: str, reason: str, seen_cost: Money, actor: Actor, at: datetime) -> str | None:
    """Have the actor's trust leave a round, whatever it had asked for or committed itself to.

    `seen_cost` is what it was shown to cost. Where leaving costs something the trust is charged it, once; returns the
    reference of that charge. It may come back while the round gathers. Raises NotFound, CannotWithdraw, or CostDiffers.
    """
    held, found = hold(reference, actor)
    own = rules.check_can_withdraw(held, found)
    cost = rules.cost_of_leaving(held, own, today=london_date(at))
    rules.check_cost_seen(cost, seen_cost)
    typed = rules.check_reason(reason)
    bound = open_commitment(own.id)
    if bound is not None:
        end_commitment(bound, at=at)
    charge = _charge(held, own, cost, actor, at) if cost else None
    row = Withdrawal(
        participation_id=own.id,
        withdrawn_at=at,
        person_id=actor.person_id,
        reason=typed,
        was_committed=own.state is ParticipationState.COMMITTED,
        cost_pence=cost.pence,
        charge_reference=charge,
    )
    session().add(row)
    session().flush()
    move_participation(own.id, ParticipationState.WITHDRAWN, at)
    facts = {"was": own.state.value, "cost_pence": cost.pence}
    concerns = sorted({held.lead_id, own.trust_id})
    audit.record(
        actor=actor, verb="procurement.withdrawn", subject=own.reference, at=at, concerns=concerns, facts=facts
    )
    tell_withdrawn(held, own, reason=typed, cost=cost, by=actor.person_id, at=at)
    look_at_tiers(reference=held.reference, at=at)
    return charge


def _charge(held: RoundValue, own: ParticipationValue, cost: Money, actor: Actor, at: datetime) -> str:
    """The agreement that the trust signed says what it owes. Compensation is no supply, so it carries no VAT."""
    times = select(func.count()).select_from(Withdrawal).where(Withdrawal.participation_id == own.id)
    number = (session().scalar(times) or 0) + 1
    reason = f"Late withdrawal from {held.title[:LONGEST_TITLE]}, {held.reference}"
    line = LineAsked(
        description=reason,
        quantity=1,
        unit="withdrawal",
        unit_price=cost,
        vat_treatment=VatTreatment.OUTSIDE_SCOPE,
        vat_reason=VAT_REASON,
        decided_by=None,
    )
    return charges.raise_charge(
        provider_id=held.lead_id,
        buyer_id=own.trust_id,
        subject=own.reference,
        reason=reason,
        lines=[line],
        supply_date=london_date(at),
        key=f"procurement.withdrawal:{own.reference}:{number}",
        at=at,
        actor=actor,
    )
