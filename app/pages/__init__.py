"""Home, dashboard, help: the only room that joins many domains."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.pages import views
    from app.pages.sections import pin_sections

    app.register_blueprint(views.bp)
    pin_sections()
