"""Plays the outside world in the demo and in tests: a Stripe, a mailbox, demo trusts and a calendar to wind on."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin the demo's pages, commands, banner and calendar to the app. Called only where DEMO is on."""
    from app.extensions import db
    from app.sandbox import cli, views
    from app.sandbox.calendar import DemoClock

    def engine() -> object:
        with app.app_context():
            return db.engine

    app.extensions["clock"] = DemoClock(engine)  # type: ignore[arg-type]
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.commands)
    app.context_processor(views.banner)
