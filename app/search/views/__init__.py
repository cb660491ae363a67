"""The pages of searching."""

from flask import Blueprint

bp = Blueprint("search", __name__)

from app.search.views import find  # noqa: E402, F401
