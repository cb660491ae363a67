"""What the person who is lent may ask for without an account: new links to their own page."""

from datetime import datetime

from app.secondments.messages import secondees as mails
from app.secondments.queries.secondee_links import secondees_of_address


def send_own_links(*, email: str, at: datetime) -> None:
    """Send new links to the pages of an address, to that address alone; nothing for one that is not known.

    At most one mail an hour goes to an address for each trust that would lend the person.
    """
    for each in secondees_of_address(email):
        mails.send_link(each, at=at)
