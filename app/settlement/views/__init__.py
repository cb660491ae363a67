"""The pages of paying: the trust's account at Stripe, an invoice's payment, payments, the float; and the webhook."""

from flask import Blueprint

bp = Blueprint("settlement", __name__)

from app.settlement.views import accounts, events, operator, paying, runs  # noqa: E402

__all__ = ["accounts", "bp", "events", "operator", "paying", "runs"]
