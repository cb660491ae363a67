"""What every listing shares: publishing, categories, area served."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
