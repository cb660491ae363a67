"""What one trust owes another and why: charges, invoices, credit notes, the ledger."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
