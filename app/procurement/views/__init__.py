"""The pages of joint rounds, awarded deals and call-offs."""

from flask import Blueprint

bp = Blueprint("procurement", __name__)

from app.procurement.views import (  # noqa: E402
    awards,
    demand,
    demand_sheets,
    invitations,
    law,
    lots,
    own_demand,
    prices,
    round_documents,
    rounds,
    rounds_listed,
    rounds_shown,
    stages,
    your_trust,
)

__all__ = [
    "awards",
    "bp",
    "demand",
    "demand_sheets",
    "invitations",
    "law",
    "lots",
    "own_demand",
    "prices",
    "round_documents",
    "rounds",
    "rounds_listed",
    "rounds_shown",
    "stages",
    "your_trust",
]
