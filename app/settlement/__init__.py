"""How what is owed is paid: settlement runs, Stripe, reconciliation."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
