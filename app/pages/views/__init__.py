"""The pages that join many domains."""

from flask import Blueprint

bp = Blueprint("pages", __name__)

from app.pages.views import audit, content, dashboard, health, home, references, trust  # noqa: E402, F401
