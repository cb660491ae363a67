"""Who is told of a call-off: its own trust's procurement leads of all of it, the owner of the deal of quantities."""

from collections.abc import Iterable
from datetime import datetime

from app.kernel.clock import day_words
from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.procurement.rules.call_offs_words import listed_words, lot_quantity
from app.procurement.values import CallOffValue, DealValue
from app.trusts import queries as trusts
from app.trusts.values import Permission


def tell_placed(held: CallOffValue, deal: DealValue, *, by: int | None, at: datetime) -> None:
    """That a call-off stands: the owner of the deal, and the trust's own but for whoever placed it."""
    body = (
        f"{held.reference} stands: {_quantities(held, deal)}, from {day_words(held.start_date)} to "
        f"{day_words(held.end_date)}, worth {held.net} without VAT. Download the order on its page and send it to "
        f"{listed_words(_suppliers(held, deal))}. It is in your contract register."
    )
    _tell_own(held, f"Called off: {deal.listing.title}", body, key="placed", but=by, at=at)
    who = trusts.names([held.trust_id])[held.trust_id]
    body = (
        f"{who} called off {deal.listing.title}: {_quantities(held, deal)}, from {day_words(held.start_date)} to "
        f"{day_words(held.end_date)}."
    )
    _tell_owner(held, deal, f"{who} called off {deal.listing.title}", body, key="owner-placed", at=at)


def tell_declined(held: CallOffValue, deal: DealValue, *, at: datetime) -> None:
    """That a call-off was not approved: the trust's own."""
    body = "Your trust did not approve this call-off, so nothing was called off. The request says why."
    _tell_own(held, f"Not approved: {deal.listing.title}", body, key="declined", but=None, at=at)


def tell_cancelled(held: CallOffValue, deal: DealValue, *, by: int, was_placed: bool, at: datetime) -> None:
    """That a trust took a call-off back: its own but for whoever did, and the owner where it stood."""
    _tell_own(
        held,
        f"Cancelled: {deal.listing.title}",
        f"{held.reference} was cancelled before it started. Tell the supplier if they have the order.",
        key="cancelled",
        but=by,
        at=at,
    )
    if was_placed:
        who = trusts.names([held.trust_id])[held.trust_id]
        body = f"{who} cancelled what it had called off of {deal.listing.title}: {_quantities(held, deal)}."
        subject = f"{who} cancelled a call-off of {deal.listing.title}"
        _tell_owner(held, deal, subject, body, key="owner-cancelled", at=at)


def tell_lapsed(held: CallOffValue, deal: DealValue, reason: str, *, at: datetime) -> None:
    """That a call-off which waited for approval is of no use any more: the trust's own."""
    body = f"{reason} {held.reference} still waited for approval, so nothing was called off."
    _tell_own(held, f"Not called off: {deal.listing.title}", body, key="lapsed", but=None, at=at)


def _tell_own(held: CallOffValue, subject: str, body: str, *, key: str, but: int | None, at: datetime) -> None:
    people = {*trusts.people_with(held.trust_id, Permission.RUN_PROCUREMENT), held.asked_by} - {but}
    _notify(people, subject, body, f"/call-offs/{held.reference}", f"{key}:{held.reference}", at)


def _tell_owner(held: CallOffValue, deal: DealValue, subject: str, body: str, *, key: str, at: datetime) -> None:
    owner = deal.listing.trust_id
    if owner == held.trust_id:
        return
    page = f"/{'rounds' if deal.is_of_round else 'deals'}/{deal.reference}/call-offs"
    people = trusts.people_with(owner, Permission.RUN_PROCUREMENT)
    _notify(people, subject, body, page, f"{key}:{held.reference}", at)


def _notify(people: Iterable[int], subject: str, body: str, link: str, key: str, at: datetime) -> None:
    notifications.notify(
        recipients=people,
        topic=Topic.PROCUREMENT,
        subject=subject,
        body=body,
        link=link,
        key=f"procurement.call-off:{key}",
        at=at,
    )


def _quantities(held: CallOffValue, deal: DealValue) -> str:
    """How much of each lot: "1,200 kWh (Lot 1: Electricity)"."""
    by_lot = {lot: sum(line.quantity for line in held.lines if line.lot_id == lot.id) for lot in deal.lots}
    return listed_words([f"{lot_quantity(lot, count)} ({lot.name})" for lot, count in by_lot.items() if count])


def _suppliers(held: CallOffValue, deal: DealValue) -> list[str]:
    called = {line.lot_id for line in held.lines}
    return list(dict.fromkeys(lot.supplier for lot in deal.lots if lot.id in called))
