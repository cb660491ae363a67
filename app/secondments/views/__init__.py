"""The pages of opportunities, availabilities, interests, agreements and recharges."""

from flask import Blueprint

bp = Blueprint("secondments", __name__)
