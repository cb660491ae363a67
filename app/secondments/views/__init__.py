"""The pages of opportunities, availabilities, interests, agreements and recharges."""

from flask import Blueprint

bp = Blueprint("secondments", __name__)

from app.secondments.views import (  # noqa: E402
    absences,
    adverts,
    adverts_shown,
    central_record,
    checks,
    endings,
    extensions,
    interests,
    interests_making,
    matches,
    my_along,
    my_consents,
    my_secondment,
    overview,
    recharge,
    reviews,
    secondees,
    secondments,
    sign_by_link,
    signing,
    tabs,
    terms,
    versions,
)

__all__ = [
    "absences",
    "adverts",
    "adverts_shown",
    "bp",
    "central_record",
    "checks",
    "endings",
    "extensions",
    "interests",
    "interests_making",
    "matches",
    "my_along",
    "my_consents",
    "my_secondment",
    "overview",
    "recharge",
    "reviews",
    "secondees",
    "secondments",
    "sign_by_link",
    "signing",
    "tabs",
    "terms",
    "versions",
]
