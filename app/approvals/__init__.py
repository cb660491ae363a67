"""Who in a trust may commit it to what."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
