"""What people are told of a listing that is flagged. No mail quotes its text: that may name somebody."""

from collections.abc import Iterable
from datetime import datetime

from app.listings import boards
from app.listings.values import FlagReason, FlagValue, ListingValue
from app.notifications import actions as notifications
from app.notifications.values import Topic
from app.trusts import queries as trusts
from app.trusts.values import Permission

FLAGS = "/operator/flags"
LOOKS = {
    FlagReason.AGENCY_SUPPLY: "it looks like agency supply",
    FlagReason.PERSONAL_DATA: "it may name a person",
}


def tell_flagged(flag: FlagValue, listing: ListingValue, *, at: datetime) -> None:
    """The operator of the site: there is a listing to look at."""
    notifications.notify(
        recipients=trusts.list_operators(),
        topic=Topic.OPERATOR,
        subject=f"Listing {listing.reference} is flagged: {LOOKS[flag.reason]}",
        body="Read it, then leave it up or take it down. Its trust is told what you decide.",
        link=FLAGS,
        key=f"listings.flagged:{flag.id}",
        at=at,
    )


def tell_left_up(flag: FlagValue, listing: ListingValue, note: str, *, at: datetime) -> None:
    """The trust: the operator looked at its listing, and it stays."""
    looked = (
        f"The listing was flagged because {LOOKS[flag.reason]}. The operator of the site looked at it and leaves it up."
    )
    _tell(listing, f"Your listing {listing.reference} stays up", [looked, note], f"listings.left_up:{flag.id}", at)


def tell_taken_down(listing: ListingValue, note: str, *, at: datetime) -> None:
    """The trust: its listing is closed, why, and what it can do."""
    parts = [
        "The operator of the site took the listing down: other trusts no longer see it. "
        "What was agreed on it before stands.",
        f"Why:\n{note}",
        "You can begin a new listing that keeps clear of this, and publish that.",
    ]
    key = f"listings.taken_down:{listing.reference}"
    _tell(listing, f"Your listing {listing.reference} was taken down", parts, key, at)


def _tell(listing: ListingValue, subject: str, parts: Iterable[str], key: str, at: datetime) -> None:
    notifications.notify(
        recipients=_publishing(listing),
        topic=Topic.LISTINGS,
        subject=subject,
        body="\n\n".join(part for part in parts if part),
        link=f"/r/{listing.reference}",
        key=key,
        at=at,
    )


def _publishing(listing: ListingValue) -> list[int]:
    """Who looks after a trust's listings of this kind: its administrators, where nobody else does."""
    publishing = trusts.people_with(listing.trust_id, boards.permission_for(listing.kind))
    return publishing or trusts.people_with(listing.trust_id, Permission.MANAGE_TRUST)
