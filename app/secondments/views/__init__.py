"""The pages of opportunities, availabilities, interests, agreements and recharges."""

from flask import Blueprint

bp = Blueprint("secondments", __name__)

from app.secondments.views import (  # noqa: E402
    adverts,
    adverts_shown,
    interests,
    interests_making,
    matches,
    my_consents,
    my_secondment,
    overview,
    recharge,
    secondees,
    secondments,
    sign_by_link,
    signing,
    tabs,
    terms,
    versions,
)

__all__ = [
    "adverts",
    "adverts_shown",
    "bp",
    "interests",
    "interests_making",
    "matches",
    "my_consents",
    "my_secondment",
    "overview",
    "recharge",
    "secondees",
    "secondments",
    "sign_by_link",
    "signing",
    "tabs",
    "terms",
    "versions",
]
