"""CPD: courses, sessions, places, waiting lists, attendance, certificates."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.cpd import models  # noqa: F401
    from app.cpd.views import bp

    app.register_blueprint(bp)
