"""Reading listings and their documents."""

from app.listings.queries.documents import list_documents, read_document
from app.listings.queries.listings import (
    count_own,
    count_published,
    get_listing,
    get_own,
    list_newest,
    list_own,
    list_published_of,
    listings_by_id,
    listings_by_reference,
    references_of,
)

__all__ = [
    "count_own",
    "count_published",
    "get_listing",
    "get_own",
    "list_documents",
    "list_newest",
    "list_own",
    "list_published_of",
    "listings_by_id",
    "listings_by_reference",
    "read_document",
    "references_of",
]
