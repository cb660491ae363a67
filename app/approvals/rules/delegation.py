"""Who may commit a trust to what: pure decisions on a scheme of delegation.

Source: Academy Trust Handbook, part 2 (a written scheme of financial delegation; segregation of duties).
"""

from collections.abc import Mapping, Sequence, Set
from datetime import date

from app.approvals.values import ApprovalState, Band, Holding, Post, Route, Ruling, Scheme
from app.kernel.errors import Refused
from app.kernel.money import Money

MOST_BANDS = 6
MOST_QUOTES = 10
LONGEST_REASON = 1000
LONGEST_SUPPLIER = 120
MOST_AMOUNT = Money(10_000_000_00)
HAS_ENDED = {
    ApprovalState.APPROVED: "has already been approved",
    ApprovalState.DECLINED: "has already been declined",
    ApprovalState.CANCELLED: "is no longer needed",
}
CHANGED_MEANWHILE = (
    "The scheme was changed while you had this page open, so yours is not saved. "
    "Look at the scheme as it is now, then save again if yours is still right."
)


class NobodyMayApprove(Refused):
    """The scheme asks for a decision that nobody can take."""


class BandsWrong(Refused):
    """A table of bands that does not cover every value once."""


class NotYours(Refused):
    """Someone decides what is not theirs to decide."""


class AlreadyDecided(Refused):
    """Someone else was quicker, or the request was withdrawn."""


class QuotesMissing(Refused):
    """The band needs quotes that are neither recorded nor waived."""


class ReasonMissing(Refused):
    """A decision that needs its reason came without one."""


class QuoteWrong(Refused):
    """A quote that cannot be recorded as it is."""


class PostWrong(Refused):
    """Someone cannot be given a post."""


def band_for(bands: Sequence[Band], value: Money) -> int:
    """The position of the first band whose limit is at or above the value; limits are inclusive."""
    return next(i for i, band in enumerate(bands) if band.up_to is None or value <= band.up_to)


def rule_on(
    scheme: Scheme, value: Money, *, requester: int, posts: Mapping[Post, Holding], approvers: Set[int]
) -> Ruling:
    """Who decides on a value that `requester` asks for.

    `approvers` are the people whose roles let them approve at this moment: a post held by anyone else
    counts for nothing. The requester never decides on their own request: their deputy does, else the
    next band up. A post that nobody holds is stood in for by anyone who may approve.
    Raises NobodyMayApprove when no one is left.
    """
    first = band_for(scheme.bands, value)
    band = scheme.bands[first]
    if band.decided_by is None:
        return Ruling(band=band, route=Route.ALONE)
    others = frozenset(approvers) - {requester}
    for position, step in enumerate(scheme.bands[first:]):
        found = _deciders(step.decided_by, requester, posts, approvers, others)
        if found is not None:
            route, people = found
            return Ruling(band, route, step.decided_by, people, goes_up=position > 0)
    raise NobodyMayApprove(
        f"Nobody in your trust can approve this: it is for the {band.decided_by.label} to decide, and nobody approves "
        "their own request. Ask your trust’s administrator to give someone else the approver role, "
        "or to name a deputy in the scheme of delegation."
    )


def _deciders(
    post: Post | None, requester: int, posts: Mapping[Post, Holding], approvers: Set[int], others: frozenset[int]
) -> tuple[Route, frozenset[int]] | None:
    if post is None:
        return None
    holding = posts.get(post, Holding())
    holders, deputies = holding.holders & approvers, holding.deputies & others
    if holders - {requester}:
        return Route.HOLDER, frozenset(holders - {requester})
    if deputies:
        return Route.DEPUTY, frozenset(deputies)
    if not holders and others:
        return Route.ANY_APPROVER, others
    return None


def check_may_decide(person: int, *, requester: int, ruling: Ruling | None, state: ApprovalState) -> None:
    """Raises AlreadyDecided or NotYours, saying what stands in the way of a person's deciding now."""
    if state is not ApprovalState.AWAITING:
        raise AlreadyDecided(f"This request {HAS_ENDED[state]}. Your decision was not recorded.")
    if person == requester:
        raise NotYours("You asked for this approval, so somebody else has to decide it.")
    if ruling is None or person not in ruling.deciders:
        raise NotYours("Your trust’s scheme of delegation gives this decision to someone else.")


def check_can_approve(*, quotes: int, needed: int, waiver: str) -> None:
    """Raises QuotesMissing when the band needs more quotes than are recorded and no reason waives them."""
    if quotes < needed and not waiver.strip():
        raise QuotesMissing(
            f"Record {needed} quotes before approving, or enter why fewer will do. {quotes} recorded so far.",
            field="waiver_reason",
        )
    if len(waiver) > LONGEST_REASON:
        raise QuotesMissing(f"Enter a reason of {LONGEST_REASON:,} characters or fewer", field="waiver_reason")


def check_can_decline(reason: str) -> None:
    """Raises ReasonMissing when a request is declined without a word to whoever asked."""
    if not reason.strip():
        raise ReasonMissing("Enter why you are declining", field="reason")


def check_reason_length(reason: str) -> None:
    """Raises ReasonMissing, with the limit, for a reason that is too long to keep."""
    if len(reason) > LONGEST_REASON:
        raise ReasonMissing(f"Enter a reason of {LONGEST_REASON:,} characters or fewer", field="reason")


def check_waits(state: ApprovalState) -> None:
    """Raises AlreadyDecided once a request no longer waits: its evidence stands as it was."""
    if state is not ApprovalState.AWAITING:
        raise AlreadyDecided(f"This request {HAS_ENDED[state]}, so its quotes cannot change.")


def check_quote(supplier: str, amount: Money) -> None:
    """Raises QuoteWrong, with its field, for a quote without a supplier or a sensible amount."""
    if not supplier:
        raise QuoteWrong("Enter the supplier’s name", field="supplier")
    if len(supplier) > LONGEST_SUPPLIER:
        raise QuoteWrong(f"Enter a name of {LONGEST_SUPPLIER} characters or fewer", field="supplier")
    if not Money(0) < amount <= MOST_AMOUNT:
        raise QuoteWrong(f"Enter an amount above £0.00, up to {MOST_AMOUNT}", field="amount")


def check_can_hold(person: int, *, approvers: Set[int]) -> None:
    """Raises PostWrong for someone whose roles do not let them approve: their post would count for nothing."""
    if person not in approvers:
        raise PostWrong("Choose someone who has the approver role. An administrator gives it.", field="person")


def check_bands(bands: Sequence[Band]) -> None:
    """Raises BandsWrong unless the bands rise, cover every value and ask for quotes only where someone decides."""
    if not bands:
        raise BandsWrong("Enter at least one band", field="band-0")
    if len(bands) > MOST_BANDS:
        raise BandsWrong(f"Use {MOST_BANDS} bands or fewer", field=f"band-{MOST_BANDS}")
    for i, band in enumerate(bands):
        _check_band(i, band, last=i == len(bands) - 1)
        if i and band.up_to is not None:
            _check_rises(i, bands[i - 1], band)
    if all(band.decided_by is None for band in bands):
        raise BandsWrong("Give at least one band to a post, so that the largest values are approved", field="band-0")


def _check_band(i: int, band: Band, *, last: bool) -> None:
    if band.up_to is None and not last:
        raise BandsWrong("Enter an upper limit: only the last band goes without one", field=f"band-{i}")
    if last and band.up_to is not None:
        raise BandsWrong("Leave the last band’s upper limit empty, so that every value is covered", field=f"band-{i}")
    if band.up_to is not None and band.up_to <= Money(0):
        raise BandsWrong("Enter an upper limit above £0.00", field=f"band-{i}")
    if not 0 <= band.quotes_needed <= MOST_QUOTES:
        raise BandsWrong(f"Enter a number of quotes from 0 to {MOST_QUOTES}", field=f"band-{i}")
    if band.decided_by is None and band.quotes_needed:
        raise BandsWrong("Enter 0 quotes where the buyer decides alone: nobody would check them", field=f"band-{i}")


def _check_rises(i: int, below: Band, band: Band) -> None:
    if below.up_to is not None and band.up_to is not None and band.up_to <= below.up_to:
        raise BandsWrong(f"Enter an upper limit above {below.up_to}, the band before", field=f"band-{i}")


def check_seen(last: int, seen: int | None) -> None:
    """Raises BandsWrong where a version was made since a person looked, when `seen` was the last. None asks nothing."""
    if seen is not None and seen != last:
        raise BandsWrong(CHANGED_MEANWHILE)


def check_starts(from_date: date, *, today: date) -> None:
    """Raises BandsWrong when a scheme would start in the past: decisions already taken keep their scheme."""
    if from_date < today:
        raise BandsWrong("Enter today’s date or a later one", field="from_date")
