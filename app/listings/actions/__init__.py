"""Drafting, changing, publishing and closing a listing, and what goes with it."""

from app.listings.actions.deciding import decide_flag, take_down_listing
from app.listings.actions.documents import add_document, copy_documents, remove_document
from app.listings.actions.erasing import erase_text
from app.listings.actions.flags import flag_listing, unflag_listing
from app.listings.actions.listings import (
    change_listing,
    close_by_date,
    close_listing,
    draft_listing,
    draft_of,
    note_trust,
    publish_listing,
    tidy,
)

__all__ = [
    "add_document",
    "change_listing",
    "close_by_date",
    "close_listing",
    "copy_documents",
    "decide_flag",
    "draft_listing",
    "draft_of",
    "erase_text",
    "flag_listing",
    "note_trust",
    "publish_listing",
    "remove_document",
    "take_down_listing",
    "tidy",
    "unflag_listing",
]
