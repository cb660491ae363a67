"""The demo from a terminal."""

import click

from app.sandbox.demo import load
from app.web.command_line import Commands

commands = Commands("sandbox", help="The demo's own commands.")


@commands.command("load-demo", in_steps=True)
def load_demo() -> None:
    """Load the demo's trusts, people, catalogue and trade, unless they are there."""
    if load.is_loaded():
        click.echo("The demo is loaded; its data is kept (make fresh starts again)")
        return
    load.load()
