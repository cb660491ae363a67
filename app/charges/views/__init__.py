"""The pages of charges, invoices, the ledger and finance details."""

from flask import Blueprint

bp = Blueprint("charges", __name__)

from app.charges.views import charges, credit_notes, finance, invoices, ledger  # noqa: E402, F401
