"""Reading adverts, interests, secondments and their recharges."""

from app.secondments.queries.adverts import (
    adverts_by_id,
    adverts_by_reference,
    get_advert,
    get_own_advert,
    list_about,
    list_open,
)

__all__ = [
    "adverts_by_id",
    "adverts_by_reference",
    "get_advert",
    "get_own_advert",
    "list_about",
    "list_open",
]
