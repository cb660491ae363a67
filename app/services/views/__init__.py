"""The pages of services, orders and agreements."""

from flask import Blueprint

bp = Blueprint("services", __name__)

from app.services.views import agreements, offering, ordering, orders, public  # noqa: E402

__all__ = ["agreements", "bp", "offering", "ordering", "orders", "public"]
