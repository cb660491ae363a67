"""What one trust owes another and why: charges, invoices, credit notes, the ledger."""

from functools import partial

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.charges import jobs
    from app.charges.actions.finance import ISSUE_WAITING
    from app.charges.cli import commands
    from app.charges.views import bp
    from app.kernel import boards
    from app.kernel.actor import Actor
    from app.trusts.values import Permission
    from app.web import navigation

    def sees_money(actor: Actor | None) -> bool:
        return actor is not None and actor.may(Permission.VIEW_MONEY)

    app.register_blueprint(bp)
    app.cli.add_command(commands)
    boards.jobs.add_handler(ISSUE_WAITING, jobs.issue_waiting)
    for prefix, path in (("CHG", "/charges"), ("INV", "/invoices"), ("CRN", "/credit-notes")):
        boards.references.add(prefix, partial(_page_of, path))
    navigation.add(
        "Money",
        "charges.list_charges",
        60,
        visible=sees_money,
        within=("/invoices", "/credit-notes", "/ledger", "/trust/finance-details"),
    )


def _page_of(path: str, reference: str) -> str:
    return f"{path}/{reference}"
