"""Joint rounds: demand, tiers, thresholds, award, call-off."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.procurement import models  # noqa: F401
    from app.procurement.views import bp

    app.register_blueprint(bp)
