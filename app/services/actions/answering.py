"""The provider's answer, and the buyer's second thoughts. Of two people at once, one wins and the other is told."""

from datetime import datetime

from sqlalchemy import select

from app.approvals import actions as approvals
from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.database import insert_or_ignore, session
from app.kernel.errors import NotFound
from app.kernel.references import new_reference
from app.services import messages, queries, rules
from app.services.actions.agreements import bind_buyer, charge_year
from app.services.actions.moves import lock, move
from app.services.models import Agreement, Order, Refusal, Withdrawal
from app.services.values import OrderState, OrderValue
from app.trusts import queries as trusts


def accept_order(*, reference: str, actor: Actor, at: datetime) -> str:
    """The provider takes an order on: the agreement stands, its first year is charged and the buyer's register has it.

    Returns the agreement's reference. Raises NotFound, CannotOrder where either trust has closed,
    ChargeRefused, or AlreadyAnswered where somebody was quicker.
    """
    order_id, order = _sent_to(reference, actor)
    both = trusts.trusts_by_id([order.buyer_id, order.provider_id])
    rules.check_can_agree(buyer=both[order.buyer_id], provider=both[order.provider_id])
    move(order_id, of=(OrderState.AWAITING_PROVIDER,), to=OrderState.AGREED)
    agreement = _agree(order_id, order, actor, at)
    concerns = [order.buyer_id, order.provider_id]
    facts = {"agreement": agreement}
    audit.record(actor=actor, verb="services.order_accepted", subject=reference, at=at, concerns=concerns, facts=facts)
    charge_year(reference=agreement, year=1, actor=actor, at=at)
    bind_buyer(reference=agreement, actor=actor, at=at)
    messages.tell_accepted(queries.get_order(actor.trust, reference), at=at)
    return agreement


def decline_order(*, reference: str, reason: str, actor: Actor, at: datetime) -> None:
    """The provider does not take an order on, with a reason for the buyer.

    Raises NotFound, Refused without a reason, or AlreadyAnswered where somebody was quicker.
    """
    order_id, order = _sent_to(reference, actor)
    why = rules.check_reason(reason, doing="declining")
    move(order_id, of=(OrderState.AWAITING_PROVIDER,), to=OrderState.PROVIDER_DECLINED)
    session().add(Refusal(order_id=order_id, reason=why, person_id=actor.person_id, refused_at=at))
    session().flush()
    concerns = [order.buyer_id, order.provider_id]
    audit.record(actor=actor, verb="services.order_declined", subject=reference, at=at, concerns=concerns)
    messages.tell_declined(queries.get_order(actor.trust, reference), at=at)


def withdraw_order(*, reference: str, reason: str, actor: Actor, at: datetime) -> None:
    """The buyer takes an order back before it is agreed; an approval that waits is cancelled with it.

    Raises NotFound, Refused without a reason, or AlreadyAnswered once it is agreed or somebody was quicker.
    """
    order = queries.get_order(actor.trust, reference)
    if order.buyer_id != actor.trust:
        raise NotFound(f"trust {actor.trust} did not place {reference}")
    rules.check_can_withdraw(order.state)
    why = rules.check_reason(reason, doing="withdrawing it")
    if order.state is OrderState.AWAITING_APPROVAL and order.approval_reference:
        approvals.cancel(reference=order.approval_reference, actor=actor, at=at)
    order_id = lock(reference)
    move(order_id, of=(order.state,), to=OrderState.WITHDRAWN)
    session().add(Withdrawal(order_id=order_id, reason=why, person_id=actor.person_id, withdrawn_at=at))
    session().flush()
    concerns = [order.provider_id] if order.sent_at else []
    audit.record(actor=actor, verb="services.order_withdrawn", subject=reference, at=at, concerns=concerns)
    messages.tell_withdrawn(queries.get_order(actor.trust, reference), at=at)


def _sent_to(reference: str, actor: Actor) -> tuple[int, OrderValue]:
    order_id = lock(reference, Order.provider_id == actor.trust, Order.sent_at.is_not(None))
    order = queries.get_order(actor.trust, reference)
    rules.check_can_answer(order.state)
    return order_id, order


def _agree(order_id: int, order: OrderValue, actor: Actor, at: datetime) -> str:
    values = {
        "order_id": order_id,
        "start_date": order.start_date,
        "end_date": order.end_date,
        "agreed_by": actor.person_id,
        "agreed_at": at,
    }
    reference = new_reference("AGR")
    while session().scalar(select(Agreement.id).where(Agreement.reference == reference)) is not None:
        reference = new_reference("AGR")
    insert_or_ignore(Agreement.__table__, {**values, "reference": reference})  # type: ignore[arg-type]
    return reference
