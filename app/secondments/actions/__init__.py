"""What is done with adverts, interests, secondments and their recharges."""

from app.secondments.actions.adverts import (
    change_advert,
    close_advert,
    close_passed,
    copy_advert,
    draft_advert,
    publish_advert,
)

__all__ = [
    "change_advert",
    "close_advert",
    "close_passed",
    "copy_advert",
    "draft_advert",
    "publish_advert",
]
