"""The pages of joint rounds, awarded deals and call-offs."""

from flask import Blueprint

bp = Blueprint("procurement", __name__)

from app.procurement.views import (  # noqa: E402
    rounds_shown,
)

__all__ = [
    "bp",
    "rounds_shown",
]
