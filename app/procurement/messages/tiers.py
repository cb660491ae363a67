"""What participants are told of prices: that a tier is reached, or lost again."""

from collections.abc import Iterable
from datetime import datetime

from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.procurement.rules.tier_words import amount_words, missing_words
from app.procurement.values import Reached, RoundValue, Tier
from app.procurement.values.rounds import LotValue
from app.trusts import queries as trusts
from app.trusts.values import Permission


def tell_reached(
    found: RoundValue, lot: LotValue, reached: Reached, tier: Tier, *, trust_ids: Iterable[int], at: datetime
) -> None:
    """The procurement leads of all that joined: so much is wanted that a unit costs less. No trust is named."""
    body = (
        f"{lot.title}: all who joined want {amount_words(lot, reached.counted)} between them. "
        f"At that, one costs {tier.price} instead of {lot.guide_price}, without VAT.\n\n"
        f"{missing_words(lot, reached)} The price holds only if those who intend to buy also commit."
    )
    _tell(found, f"A lower price is reached: {found.title}", body, f"reached:{lot.id}:{tier.at_least}", trust_ids, at)


def tell_lost(found: RoundValue, lot: LotValue, reached: Reached, *, trust_ids: Iterable[int], at: datetime) -> None:
    """The same people: less is wanted than was, and a unit costs more again. No trust is named."""
    body = (
        f"{lot.title}: all who joined now want {amount_words(lot, reached.counted)} between them, less than before. "
        f"At that, one costs {reached.price}, without VAT.\n\n{missing_words(lot, reached)}"
    )
    _tell(found, f"A price has gone up again: {found.title}", body, f"lost:{lot.id}:{at.isoformat()}", trust_ids, at)


def _tell(found: RoundValue, subject: str, body: str, key: str, trust_ids: Iterable[int], at: datetime) -> None:
    people = {person for each in trust_ids for person in trusts.people_with(each, Permission.RUN_PROCUREMENT)}
    notifications.notify(
        recipients=sorted(people),
        topic=Topic.PROCUREMENT,
        subject=subject,
        body=body,
        link=f"/rounds/{found.reference}/prices",
        key=f"procurement.tier:{key}:{at.isoformat()}",
        at=at,
    )
