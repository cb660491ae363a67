"""Telling the HR leads of both trusts of adverts that answer one another: of each pair once."""

from datetime import datetime

from app.kernel import outbox
from app.kernel.clock import london_date
from app.kernel.database import insert_or_ignore
from app.secondments.messages.matches import tell_matches
from app.secondments.models import MatchTold
from app.secondments.queries.matches import worth_telling_of
from app.secondments.values import AdvertValue

MATCH_JOB = "secondments.match"


def look_for_matches(*, reference: str, at: datetime) -> None:
    """Have the worker tell of what answers an advert that was published or changed, if anything does."""
    outbox.post(
        handler=MATCH_JOB, payload={"advert": reference}, key=f"{MATCH_JOB}:{reference}:{at.isoformat()}", at=at
    )


def tell_new_matches(*, reference: str, at: datetime) -> int:
    """Tell both trusts' HR leads of the good matches of an advert that nobody was told of; returns how many.

    The trust whose advert it is gets one notice of all of them, each other trust one of its own. Raises NotFound.
    """
    mine, found = worth_telling_of(reference, london_date(at))
    new = [other for other in found if _is_new(mine, other, at)]
    if new:
        tell_matches(mine, new, at=at)
    for other in new:
        tell_matches(other, [mine], at=at)
    return len(new)


def _is_new(mine: AdvertValue, other: AdvertValue, at: datetime) -> bool:
    """Whether nobody was told of a pair; from now on they were."""
    opportunity, availability = (mine, other) if mine.is_opportunity else (other, mine)
    pair = {"opportunity_id": opportunity.listing.id, "availability_id": availability.listing.id, "told_at": at}
    return insert_or_ignore(MatchTold.__table__, pair)  # type: ignore[arg-type]
