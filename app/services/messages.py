"""What services tell people."""

from collections.abc import Iterable
from datetime import datetime

from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.services.values import OrderValue
from app.trusts import queries as trusts
from app.trusts.values import Permission


def tell_sent(order: OrderValue, *, at: datetime) -> None:
    """The provider: there is an order to answer."""
    names = trusts.names([order.buyer_id])
    _notify(
        _fulfilling(order),
        f"New order from {names[order.buyer_id]}: {order.title}",
        f"{names[order.buyer_id]} ordered {order.title} for {_schools(order)}, worth {order.working.net} a year "
        f"without VAT.\n\nAccept or decline it by {_day(order)}.",
        order,
        step="sent",
        at=at,
    )


def tell_reminder(order: OrderValue, *, at: datetime) -> None:
    """The provider: an order still waits for an answer."""
    names = trusts.names([order.buyer_id])
    _notify(
        _fulfilling(order),
        f"An order waits for your answer: {order.title}",
        f"{names[order.buyer_id]} is waiting to hear about {order.title}. Accept or decline it by {_day(order)}.",
        order,
        step="reminder",
        at=at,
    )


def tell_accepted(order: OrderValue, *, at: datetime) -> None:
    """The buyer: the agreement stands."""
    provider = trusts.names([order.provider_id])[order.provider_id]
    _notify(
        _buying(order),
        f"Agreed: {order.title}",
        f"{provider} accepted your order of {order.title}. Your trust is bound by agreement "
        f"{order.agreement_reference}.\n\nThe first year is charged now: your finance team is asked to accept it.",
        order,
        step="accepted",
        at=at,
        link=f"/r/{order.agreement_reference}",
    )


def tell_declined(order: OrderValue, *, at: datetime) -> None:
    """The buyer: the provider will not do it, and why."""
    provider = trusts.names([order.provider_id])[order.provider_id]
    _notify(
        _buying(order),
        f"Declined: {order.title}",
        f"{provider} declined your order of {order.title}.\n\nTheir reason: {order.reason}\n\n"
        "The order has ended. You can order again, or look for another provider.",
        order,
        step="declined",
        at=at,
    )


def tell_withdrawn(order: OrderValue, *, at: datetime) -> None:
    """The provider: the buyer has thought better of it, and why. Only where the order had reached them."""
    if order.sent_at is None:
        return
    buyer = trusts.names([order.buyer_id])[order.buyer_id]
    _notify(
        _fulfilling(order),
        f"Withdrawn: {order.title}",
        f"{buyer} withdrew its order of {order.title}.\n\nTheir reason: {order.reason}\n\nYou have nothing to do.",
        order,
        step="withdrawn",
        at=at,
    )


def tell_charge_refused(order: OrderValue, *, year: int, reason: str, at: datetime) -> None:
    """The provider's finance people: a year of an agreement could not be charged, and why."""
    notifications.notify(
        recipients=trusts.people_with(order.provider_id, Permission.MANAGE_FINANCE),
        topic=Topic.MONEY,
        subject=f"Year {year} of {order.title} could not be charged",
        body=f"{reason}\n\nIt is tried again every day.",
        link=f"/r/{order.agreement_reference}",
        key=f"agreement:{order.agreement_reference}:refused:{year}",
        at=at,
    )


def _notify(
    recipients: Iterable[int],
    subject: str,
    body: str,
    order: OrderValue,
    *,
    step: str,
    at: datetime,
    link: str | None = None,
) -> None:
    notifications.notify(
        recipients=recipients,
        topic=Topic.ORDERS,
        subject=subject,
        body=body,
        link=link or f"/r/{order.reference}",
        key=f"order:{order.reference}:{step}",
        at=at,
    )


def _fulfilling(order: OrderValue) -> list[int]:
    return trusts.people_with(order.provider_id, Permission.FULFIL)


def _buying(order: OrderValue) -> list[int]:
    """Whoever ordered it; everyone who buys for the trust once that person has left."""
    still_there = trusts.find_member(order.buyer_id, order.ordered_by)
    return [order.ordered_by] if still_there else trusts.people_with(order.buyer_id, Permission.BUY)


def _schools(order: OrderValue) -> str:
    count = len(order.working.lines)
    return "one school" if count == 1 else f"{count} schools"


def _day(order: OrderValue) -> str:
    day = order.answer_by_date
    return f"{day.day} {day:%B %Y}" if day else "the day shown"
