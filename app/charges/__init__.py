"""What one trust owes another and why: charges, invoices, credit notes, the ledger."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.charges import jobs
    from app.charges.actions.finance import ISSUE_WAITING
    from app.charges.cli import commands
    from app.kernel import boards

    app.cli.add_command(commands)
    boards.jobs.add_handler(ISSUE_WAITING, jobs.issue_waiting)
