"""The pages of an account."""

from flask import Blueprint

bp = Blueprint("people", __name__)

from app.people.views import account, registering, resetting, signing_in  # noqa: E402, F401
