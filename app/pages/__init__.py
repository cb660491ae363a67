"""Home, dashboard, help: the only room that joins many domains."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
