"""The register of trusts and schools, membership, roles, acting for a trust."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.trusts import cli

    app.cli.add_command(cli.commands)
