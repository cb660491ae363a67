"""Plays the outside world in the demo and in tests."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
