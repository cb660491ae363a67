"""The pages of joint rounds, awarded deals and call-offs."""

from flask import Blueprint

bp = Blueprint("procurement", __name__)

from app.procurement.views import (  # noqa: E402
    awards,
    invitations,
    law,
    lots,
    prices,
    round_documents,
    rounds,
    rounds_listed,
    rounds_shown,
    stages,
)

__all__ = [
    "awards",
    "bp",
    "invitations",
    "law",
    "lots",
    "prices",
    "round_documents",
    "rounds",
    "rounds_listed",
    "rounds_shown",
    "stages",
]
