"""What in a home employer's words says who somebody is, before the host may know."""

from datetime import date

from app.listings.values import ListingDraft
from app.secondments.queries.adverts_read import findings_in
from app.secondments.rules.anonymity import certain
from app.secondments.values import AVAILABILITY, Finding, Particulars


def says_who(text: str, *, home_id: int, secondee_id: int, on: date) -> list[Finding]:
    """What in a text gives away a person of a trust, or the trust: as in an advert about them."""
    about = Particulars(secondee_id=secondee_id)
    return certain(findings_in(AVAILABILITY, ListingDraft(title="", description=text), about, home_id, on))
