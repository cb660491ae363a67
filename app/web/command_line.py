"""The edge of the command line: one command is one transaction."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import click
from flask.cli import AppGroup, with_appcontext

from app.extensions import db
from app.kernel import database
from app.kernel.errors import NotFound, Refused
from app.web.transactions import ring


class Commands(AppGroup):
    """A domain's group of commands. Each runs in one transaction; a refusal prints its message and exits 1."""

    def command(self, *args: Any, **kwargs: Any) -> Callable[[Callable[..., Any]], click.Command]:  # type: ignore[override]
        """As click's, with the database bound; `in_steps=True` leaves transactions to the command's own steps."""
        in_steps = kwargs.pop("in_steps", False)
        make = click.Group.command(self, *args, **kwargs)

        def wrap(run: Callable[..., Any]) -> click.Command:
            made: click.Command = make(with_appcontext(_at_the_edge(run, in_steps)))
            return made

        return wrap


def _at_the_edge(run: Callable[..., Any], in_steps: bool) -> Callable[..., Any]:
    @wraps(run)
    def command(*args: Any, **kwargs: Any) -> Any:
        try:
            with database.bound(db.sessionmaker), database.belled(ring):
                if in_steps:
                    return run(*args, **kwargs)
                with database.transaction():
                    return run(*args, **kwargs)
        except (Refused, NotFound) as error:
            raise click.ClickException(str(error)) from error

    return command
