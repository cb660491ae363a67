"""What a listing needs, and what may still be done to it."""

from collections.abc import Sequence

from app.kernel.errors import Refused
from app.listings.categories import is_leaf
from app.listings.values import ListingDraft, ListingState
from app.trusts.values import TrustValue

LONGEST_TITLE = 100
LONGEST_SUMMARY = 250
LONGEST_DESCRIPTION = 10_000


class Incomplete(Refused):
    """A listing, or what is drawn up from it, lacks what it needs; `faults` says all of it, each beside its field."""

    def __init__(self, faults: Sequence[Refused]) -> None:
        super().__init__(faults[0].message, field=faults[0].field)
        self.faults = tuple(faults)


class Outdated(Refused):
    """Somebody else changed the listing while this person had it open."""

    def __init__(self) -> None:
        super().__init__(
            "Somebody else changed this listing while you had it open, so yours is not saved yet. "
            "Look at their version, then save again to replace it with yours."
        )


class WrongState(Refused):
    """What was asked cannot be done to a listing as it stands."""


def draft_faults(draft: ListingDraft) -> list[Refused]:
    """What is wrong even for a draft: no title, text too long, a category that is none. Empty where nothing is."""
    found = [] if draft.title else [Refused("Enter a title", field="title")]
    found += _too_long(draft.title, LONGEST_TITLE, "a title", "title")
    found += _too_long(draft.summary, LONGEST_SUMMARY, "a summary", "summary")
    found += _too_long(draft.description, LONGEST_DESCRIPTION, "a description", "description")
    if draft.category and not is_leaf(draft.category):
        found.append(Refused("Choose a category from the list", field="category"))
    return found


def publishing_faults(draft: ListingDraft) -> list[Refused]:
    """What the shared part of a listing still lacks to be published, all at once; empty where it lacks nothing."""
    found = draft_faults(draft)
    found += [] if draft.summary else [Refused("Enter a summary", field="summary")]
    found += [] if draft.description else [Refused("Enter a description", field="description")]
    found += [] if draft.category else [Refused("Choose a category", field="category")]
    found += [] if draft.phases else [Refused("Choose at least one phase", field="phases")]
    found += [] if draft.regions else [Refused("Choose at least one region, or all England", field="regions")]
    return found


def check_complete(faults: Sequence[Refused]) -> None:
    """Raises Incomplete where there are faults."""
    if faults:
        raise Incomplete(faults)


def check_can_change(state: ListingState) -> None:
    """Raises WrongState for a closed listing: what was agreed on it stays readable as it was."""
    if state is ListingState.CLOSED:
        raise WrongState("This listing is closed. Copy it to a new draft to offer it again.")


def check_can_publish(state: ListingState) -> None:
    """Raises WrongState unless a listing is a draft."""
    if state is not ListingState.DRAFT:
        raise WrongState(f"This listing is already {state.value}.")


def check_can_offer(trust: TrustValue) -> None:
    """Raises WrongState for a trust that has closed: there is nobody to order from."""
    if not trust.is_open:
        raise WrongState("Your trust is closed on the register, so it cannot offer anything.")


def check_can_close(state: ListingState) -> None:
    """Raises WrongState for a listing that is closed already."""
    if state is ListingState.CLOSED:
        raise WrongState("This listing is already closed.")


def check_is_published(state: ListingState) -> None:
    """Raises WrongState unless a listing is on offer."""
    if state is not ListingState.PUBLISHED:
        raise WrongState("This listing is closed." if state is ListingState.CLOSED else "This listing is a draft.")


def _too_long(text: str, most: int, what: str, field: str) -> list[Refused]:
    return [Refused(f"Enter {what} of {most:,} characters or fewer", field=field)] if len(text) > most else []
