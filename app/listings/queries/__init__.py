"""Reading listings and their documents."""

from app.listings.queries.documents import list_documents, read_document
from app.listings.queries.flags import count_flags, find_flag, flags_of, list_flags
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
    own_ids,
    references_of,
)

__all__ = [
    "count_flags",
    "count_own",
    "count_published",
    "find_flag",
    "flags_of",
    "get_listing",
    "get_own",
    "list_documents",
    "list_flags",
    "list_newest",
    "list_own",
    "list_published_of",
    "listings_by_id",
    "listings_by_reference",
    "own_ids",
    "read_document",
    "references_of",
]
