"""Charges from a terminal."""

import click

from app.charges.queries.checks import check_ledger, count_entries
from app.web.command_line import Commands

commands = Commands("charges", help="Charges, invoices and the ledger.")


@commands.command("check-ledger")
def check_ledger_command() -> None:
    """Prove the ledger: list what does not hold, and exit with 1 where anything does not."""
    faults = check_ledger()
    for fault in faults:
        click.echo(f"{fault.reference}: {fault.message}")
    entries = count_entries()
    if faults:
        raise click.ClickException(f"the ledger does not hold: {len(faults)} faults in {entries:,} entries.")
    click.echo(f"The ledger holds: {entries:,} entries.")
