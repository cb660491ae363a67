"""The pages of the contract register."""

from flask import Blueprint

bp = Blueprint("contracts", __name__)

from app.contracts.views import calendar, contracts, documents, keeping  # noqa: E402

__all__ = ["bp", "calendar", "contracts", "documents", "keeping"]
