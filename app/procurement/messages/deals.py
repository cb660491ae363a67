"""What procurement leads are told of deals that name their trust."""

from collections.abc import Sequence
from datetime import datetime

from app.kernel.clock import day_words
from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.procurement.values import DealValue
from app.trusts import queries as trusts
from app.trusts.values import Permission


def tell_named(deal: DealValue, trust_ids: Sequence[int], *, at: datetime) -> None:
    """The trusts that a published deal names, each once: they may call it off, and until when."""
    owner = trusts.names([deal.listing.trust_id])[deal.listing.trust_id]
    until = f" until {day_words(deal.until_date)}" if deal.until_date else ""
    body = (
        f"{owner} names your trust in a deal that it awarded: {deal.listing.title}. You may call it off{until}, "
        "under your own scheme of delegation."
    )
    for trust_id in trust_ids:
        notifications.notify(
            recipients=trusts.people_with(trust_id, Permission.RUN_PROCUREMENT),
            topic=Topic.PROCUREMENT,
            subject=f"Your trust may call off {deal.listing.title}",
            body=body,
            link=f"/deals/{deal.reference}",
            key=f"procurement.deal-named:{deal.reference}:{trust_id}",
            at=at,
        )
