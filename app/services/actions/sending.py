"""Sending an order to its provider once the buyer is committed, and reminding them of it."""

from datetime import datetime

from sqlalchemy import select, update

from app.audit import actions as audit
from app.kernel.actor import Actor
from app.kernel.clock import london_date
from app.kernel.database import session
from app.services import messages, queries, rules
from app.services.actions.moves import lock, move
from app.services.models import Order
from app.services.values import OrderState, OrderValue


def send_order(*, reference: str, actor: Actor | None, at: datetime) -> None:
    """The buyer is committed: the provider may see the order and has 10 working days to answer it.

    Raises NotFound, or AlreadyAnswered where it does not wait for approval.
    """
    order_id, sent = lock(reference), london_date(at)
    move(
        order_id,
        of=(OrderState.AWAITING_APPROVAL,),
        to=OrderState.AWAITING_PROVIDER,
        sent_at=at,
        remind_date=rules.remind_on(sent),
        answer_by_date=rules.answer_by(sent),
    )
    order = _order(reference)
    audit.record(
        actor=actor, verb="services.order_sent", subject=reference, at=at, concerns=[order.buyer_id, order.provider_id]
    )
    messages.tell_sent(order, at=at)


def refuse_approval(*, reference: str, at: datetime) -> None:
    """The buyer's own trust said no: the provider never sees the order. Raises NotFound or AlreadyAnswered."""
    order_id = lock(reference)
    move(order_id, of=(OrderState.AWAITING_APPROVAL,), to=OrderState.APPROVAL_DECLINED)
    order = _order(reference)
    audit.record(actor=None, verb="services.order_not_approved", subject=reference, at=at, concerns=[order.buyer_id])


def remind_provider(*, reference: str, at: datetime) -> None:
    """Tell the provider, once, that an order still waits for its answer."""
    order = _order(reference)
    if order.state is not OrderState.AWAITING_PROVIDER:
        return
    messages.tell_reminder(order, at=at)
    reminded = update(Order).where(Order.reference == reference).values(remind_date=None)
    session().execute(reminded.execution_options(synchronize_session=False))
    concerns = [order.provider_id]
    audit.record(actor=None, verb="services.provider_reminded", subject=reference, at=at, concerns=concerns)


def _order(reference: str) -> OrderValue:
    buyer = session().scalars(select(Order.buyer_id).where(Order.reference == reference)).one()
    return queries.get_order(buyer, reference)
