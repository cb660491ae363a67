"""Taking what a listing says of a person out of it, for good."""

from sqlalchemy import update

from app.kernel.database import session
from app.listings.models import Listing


def erase_text(*, listing_id: int, title: str) -> None:
    """Blank the summary and description of a listing that is closed, and call it `title`.

    Whoever asks closed it, so that nobody finds it, and records why.
    """
    gone = update(Listing).where(Listing.id == listing_id).values(title=title, summary="", description="")
    session().execute(gone.execution_options(synchronize_session=False))
