"""The pages of joint rounds, awarded deals and call-offs."""

from flask import Blueprint

bp = Blueprint("procurement", __name__)
