"""What a post that becomes permanent means for its opportunity: it is filled, and the others are told kindly."""

from datetime import datetime

from app.kernel.actor import Actor
from app.listings.values import ClosedAs, ListingState
from app.secondments.actions.adverts import close_advert
from app.secondments.actions.interests import move_stage
from app.secondments.queries.adverts import adverts_by_id
from app.secondments.queries.interests import interests_by_id, list_interests
from app.secondments.rules.interests import IN_PROGRESS
from app.secondments.values import InterestFilter, NotThisTime, SecondmentValue, Stage

MESSAGE = (
    "The post has been filled for good. We know what it takes to lend somebody, and to offer to go. "
    "Thank you both: we would gladly hear from you again."
)


def fill_post(held: SecondmentValue, *, by: Actor, at: datetime) -> None:
    """Close the opportunity that a secondment came from as filled, and say not this time to who else is interested.

    `by` is somebody of the host. Where it came from an availability alone there is nothing to close.
    """
    interest = interests_by_id([held.interest_id])[held.interest_id]
    if interest.opportunity_id is None:
        return
    for other in list_interests(held.host_id, InterestFilter(listing_id=interest.opportunity_id), most=None):
        if other.id != interest.id and other.stage in IN_PROGRESS:
            move_stage(
                reference=other.reference,
                stage=Stage.NOT_THIS_TIME,
                reason=NotThisTime.FILLED,
                message=MESSAGE,
                actor=by,
                at=at,
            )
    advert = adverts_by_id([interest.opportunity_id])[interest.opportunity_id]
    if advert.listing.state is ListingState.PUBLISHED:
        close_advert(reference=advert.reference, actor=by, at=at, closed_as=ClosedAs.FILLED)
