"""A person, and how they prove who they are."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
