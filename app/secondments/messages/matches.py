"""What HR leads are told of matches. Of an availability it holds neither the home trust nor the person."""

from collections.abc import Sequence
from datetime import datetime

from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.secondments.rules.adverts_words import anonymous_name
from app.secondments.values import AdvertValue
from app.trusts import queries as trusts
from app.trusts.values import Permission

MOST_NAMED = 5


def tell_matches(mine: AdvertValue, others: Sequence[AdvertValue], *, at: datetime) -> None:
    """The HR leads of the trust whose advert it is: these answer it, in one notice. At least one, best first."""
    kind = "opportunity" if mine.is_opportunity else "availability"
    count = "A match" if len(others) == 1 else f"{len(others)} matches"
    lines = [_line(each) for each in others[:MOST_NAMED]]
    left = len(others) - len(lines)
    if left:
        lines.append(f"and {left} more")
    asks = "show your interest in" if mine.is_opportunity else "put your person forward for"
    ending = "what fits and what differs" if len(others) == 1 else "what fits and what differs of each"
    notifications.notify(
        recipients=trusts.people_with(mine.trust_id, Permission.POST_SECONDMENTS),
        topic=Topic.SECONDMENTS,
        subject=f"{count} for your {kind}: {mine.listing.title}",
        body="\n".join([*lines, "", f"See {ending}, and {asks} any that you like. Nobody is named yet."]),
        link=f"/matches/{mine.reference}",
        key=f"secondments.match:{mine.reference}:{others[0].reference}",
        at=at,
    )


def _line(other: AdvertValue) -> str:
    if other.is_opportunity:
        return f"{other.listing.title}: {trusts.names([other.trust_id])[other.trust_id]}"
    return f"{other.listing.title}: {anonymous_name(other.listing.regions)}"
