"""Messages waiting, sent, read: in the site and by e-mail."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
