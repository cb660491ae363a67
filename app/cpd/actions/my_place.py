"""What a delegate may ask for without an account: new links to their own places."""

from datetime import datetime, timedelta

from app.cpd.messages import delegates
from app.cpd.queries.my_place import list_places_of_address

NEW_LINK_LASTS = timedelta(days=7)


def send_new_links(*, email: str, at: datetime) -> None:
    """Send new links to the places of an address, to that address alone; nothing for one that is not known.

    At most one mail an hour goes to an address, however often this is asked for. The links hold as long as the first
    ones did, and at least 7 days.
    """
    places = list_places_of_address(email, at=at)
    if places:
        delegates.send_links(places, at_least_until=at + NEW_LINK_LASTS, at=at)
