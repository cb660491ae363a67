"""What a delegate's own link opens, and which places an address has links to."""

from datetime import datetime, timedelta

from sqlalchemy import select

from app.cpd.models import Delegate, Place, Run
from app.cpd.queries.delegate_places import delegate_places, find_delegate_place
from app.cpd.rules.my_place import check_is_yours
from app.cpd.values import PlaceState
from app.cpd.values.delegates import PLACE_LINK, DelegatePlace
from app.kernel import signing
from app.kernel.database import session

LOOK_BACK = timedelta(days=400)
MOST = 20


def open_link(token: str, *, at: datetime) -> DelegatePlace:
    """The place that somebody's own link opens.

    Raises LinkUnreadable, LinkExpired from the second at which it runs out, or NoLongerYours once the place ended,
    was given to somebody else, or the address that the link was sent to is not the one held.
    """
    facts = signing.read(PLACE_LINK, token, at=at, ask="us on this page")
    place = find_delegate_place(int(facts["place"]))
    return check_is_yours(place, delegate_id=int(facts["delegate"]), mark=str(facts["to"]))


def list_places_of_address(email: str, *, at: datetime) -> list[DelegatePlace]:
    """The places booked for people with an address, the latest first: those to come and those of the last year."""
    rows = (
        select(Place.id)
        .join(Delegate, Delegate.id == Place.delegate_id)
        .join(Run, Run.id == Place.run_id)
        .where(Delegate.email == email.strip().lower(), Place.state == PlaceState.BOOKED, Run.ends_at > at - LOOK_BACK)
        .order_by(Run.starts_at.desc(), Place.id)
        .limit(MOST)
    )
    return sorted(delegate_places(session().scalars(rows)), key=lambda each: each.starts_at, reverse=True)
