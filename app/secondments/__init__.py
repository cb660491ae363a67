"""Secondments: offers and requests, matching, the three-way agreement, checks, recharges."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.secondments import models  # noqa: F401
    from app.secondments.views import bp

    app.register_blueprint(bp)
