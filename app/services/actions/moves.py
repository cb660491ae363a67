"""Moving an order from one state to another, once."""

from sqlalchemy import ColumnElement, select, update

from app.kernel.database import session
from app.kernel.errors import NotFound
from app.services.models import Order
from app.services.rules import AlreadyAnswered
from app.services.values import OrderState


def lock(reference: str, *conditions: ColumnElement[bool]) -> int:
    """Hold an order until this transaction ends; returns its id. Raises NotFound where the conditions do not hold."""
    query = select(Order.id).where(Order.reference == reference, *conditions)
    order_id = session().scalar(query.with_for_update())
    if order_id is None:
        raise NotFound(f"no order {reference}")
    return order_id


def move(order_id: int, *, of: tuple[OrderState, ...], to: OrderState, **values: object) -> None:
    """Take an order from one of some states to another. Raises AlreadyAnswered where somebody was quicker."""
    moved = session().execute(
        update(Order)
        .where(Order.id == order_id, Order.state.in_(of))
        .values(state=to, **values)
        .execution_options(synchronize_session=False)
    )
    if not getattr(moved, "rowcount", 0):
        raise AlreadyAnswered("Somebody else was quicker: this order has moved on. Look at it again.")
