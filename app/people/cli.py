"""Accounts from a terminal: how a new site gets its first people."""

import click
from flask import current_app

from app.people import actions
from app.web.clock import now
from app.web.command_line import Commands

commands = Commands("people", help="Accounts: the first people of a new site, and who runs it.")


@commands.command("add")
@click.argument("email")
@click.option("--name", required=True, help="The person's full name.")
def add(email: str, name: str) -> None:
    """Add a person and print the link by which they choose a password."""
    path = actions.add_person(email=email, name=name, at=now())
    click.echo(f"Added {email}. Give them this link, which works once within 7 days:")
    click.echo(current_app.extensions["settings"].address + path)


@commands.command("make-operator")
@click.argument("email")
def make_operator(email: str) -> None:
    """Let a person run the site."""
    actions.make_operator(email=email, at=now())
    click.echo(f"{email} is an operator of the site.")
