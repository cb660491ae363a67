"""The promise of an index, and the Whoosh index that keeps it."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
