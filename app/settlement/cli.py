"""Proving the books against Stripe, from a terminal."""

import sys

import click

from app.kernel import database
from app.kernel.money import Money
from app.settlement import actions, queries
from app.settlement.queries.float import transfers_by_run
from app.settlement.rules.reconciliation import compare_balances, compare_rows, compare_transfers
from app.settlement.stripe_gateway import GatewayError, StripeGateway, gateway
from app.web.clock import now
from app.web.command_line import Commands

commands = Commands("settlement", help="Payments between trusts.")


@commands.command("reconcile", in_steps=True)
def reconcile() -> None:
    """Compare our books with Stripe: transfers of each run, every change of the balance, the balance itself.

    Prints every difference and exits 1 where there is one, 2 where Stripe cannot be read.
    """
    with database.transaction(writing=False):
        transfers, booked = transfers_by_run(), queries.list_booked()
        clearing, total = queries.clearing(), queries.total_booked()
    try:
        differences = _compare(gateway(), transfers, booked, clearing, total)
    except GatewayError as error:
        click.echo(f"Stripe could not be read: {type(error).__name__}", err=True)
        sys.exit(2)
    for difference in differences:
        click.echo(difference)
    if differences:
        sys.exit(1)
    click.echo(f"Stripe and the ledger agree: {len(transfers)} runs, {len(booked)} changes, {clearing} at Stripe.")


def _compare(
    stripe: StripeGateway,
    transfers: dict[str, dict[str, int]],
    booked: dict[str, int],
    clearing: Money,
    total: Money,
) -> list[str]:
    differences = []
    for run, ours in transfers.items():
        differences += compare_transfers(run, stripe.list_transfers(run), ours)
    differences += compare_rows(stripe.list_balance_rows(), booked)
    return differences + compare_balances(Money(stripe.read_balance().total_pence), clearing, total)


@commands.command("catch-up", in_steps=True)
def catch_up() -> None:
    """Read at Stripe, now, every payment, account and top-up that waits; the worker carries out what follows."""
    actions.catch_up(now())
    click.echo("Read all that waits at Stripe.")
