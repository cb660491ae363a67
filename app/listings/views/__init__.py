"""The pages of listings that every kind shares, and the operator's of those that are flagged."""

from flask import Blueprint

bp = Blueprint("listings", __name__)

from app.listings.views import flags, own  # noqa: E402

__all__ = ["bp", "flags", "own"]
