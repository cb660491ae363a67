"""What may be typed about secondments."""

from app.secondments.forms.adverts import AdvertForm, CloseAdvert, PublishAdvert, advert_fields

__all__ = [
    "AdvertForm",
    "CloseAdvert",
    "PublishAdvert",
    "advert_fields",
]
