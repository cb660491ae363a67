"""Whether the books hold: the ledger by itself, and beside Stripe."""

from click.testing import Result
from flask import Flask

from app.charges.queries.checks import check_ledger
from app.kernel.database import transaction
from app.settlement import queries


def check_books() -> None:
    """The ledger proves itself, and its clearing account is all that was booked from Stripe."""
    with transaction(writing=False):
        assert check_ledger() == []
        assert queries.clearing() == queries.total_booked()


def reconciled(app: Flask) -> Result:
    """What `flask settlement reconcile` says."""
    return app.test_cli_runner().invoke(args=["settlement", "reconcile"])
