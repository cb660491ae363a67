"""The pages of the register, of joining and of roles."""

from flask import Blueprint

bp = Blueprint("trusts", __name__)

from app.trusts.views import acting, deciding, invitations, joining, members, register  # noqa: E402

__all__ = ["acting", "bp", "deciding", "invitations", "joining", "members", "register"]
