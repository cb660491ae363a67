"""The pages of approvals and of the scheme of delegation."""

from flask import Blueprint

bp = Blueprint("approvals", __name__)

from app.approvals.views import approvals, quotes, schemes  # noqa: E402

__all__ = ["approvals", "bp", "quotes", "schemes"]
