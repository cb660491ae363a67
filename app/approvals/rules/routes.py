"""By which routes a purchase may go on at its value.

Source: Procurement Act 2023 sections 19 (competitive award), 34 (dynamic markets), 41 to 44 (direct award), 45
(frameworks), 50 (contract award notices) and Schedule 2 (exempted contracts).
"""

from app.approvals.rules.estimates import reaches
from app.approvals.values import BuyingRoute, Estimate, Meaning
from app.kernel.errors import Refused
from app.kernel.money import Money

NEED_AN_EXEMPTION = frozenset({BuyingRoute.QUOTES, BuyingRoute.DIRECT})
WAYS_ON = "run an open procedure, call off from a framework, or record an exemption and have it approved"
STOPPED = {
    BuyingRoute.QUOTES: f"By quotes alone this cannot go on: {WAYS_ON}.",
    BuyingRoute.DIRECT: f"By direct award alone this cannot go on: {WAYS_ON}.",
}
GOES_ON = {
    BuyingRoute.FRAMEWORK: (
        "Follow the framework’s own procedure for calling off, and publish a contract award notice before signing."
    ),
    BuyingRoute.OPEN_PROCEDURE: "Publish a tender notice first, and a contract award notice before signing.",
    BuyingRoute.DYNAMIC_MARKET: (
        "Publish a tender notice to which the members of the market answer, and a contract award notice before signing."
    ),
    BuyingRoute.QUOTES: "An exemption is recorded and approved, so quotes are enough.",
    BuyingRoute.DIRECT: "An exemption is recorded and approved, so it may be awarded directly.",
}
BELOW = "Every route is open. Each trust’s own scheme of delegation says who decides and how many quotes it needs."


class AboveThreshold(Refused):
    """A purchase reaches the threshold and would go on by a route that the law does not give it."""


def check_route(
    route: BuyingRoute, estimated: Estimate, threshold: Money, *, exemption_is_approved: bool = False
) -> None:
    """Raises AboveThreshold, saying what must happen, for quotes or a direct award at or above the threshold.

    An exemption that is recorded and approved lets either go on.
    """
    meaning = meaning_of(route, estimated, threshold, exemption_is_approved=exemption_is_approved)
    if not meaning.is_allowed:
        raise AboveThreshold(" ".join(meaning.sentences), field="route")


def meaning_of(
    route: BuyingRoute, estimated: Estimate, threshold: Money, *, exemption_is_approved: bool = False
) -> Meaning:
    """What an estimated value means for a route: whether it may go on so, and what must happen, in plain English."""
    is_above = reaches(estimated, threshold)
    is_allowed = not is_above or exemption_is_approved or route not in NEED_AN_EXEMPTION
    if not is_above:
        then = BELOW
    else:
        then = GOES_ON[route] if is_allowed else STOPPED[route]
    return Meaning(route, is_above, is_allowed, (_stands(estimated, threshold), then))


def _stands(estimated: Estimate, threshold: Money) -> str:
    value = f"The estimated value, {estimated.gross} including VAT,"
    if estimated.is_unknown:
        return f"Nobody knows how long the contract runs, so its value counts as above the threshold of {threshold}."
    if estimated.gross == threshold:
        return f"{value} is exactly the threshold, and so reaches it."
    if reaches(estimated, threshold):
        return f"{value} is above the threshold of {threshold}."
    return f"{value} is {threshold - estimated.gross} below the threshold of {threshold}."
