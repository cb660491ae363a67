"""A person, and how they prove who they are."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.kernel.boards import jobs as board
    from app.notifications import actions as notifications
    from app.people import browser, jobs, queries
    from app.people.cli import commands
    from app.people.views import bp

    app.register_blueprint(bp)
    app.cli.add_command(commands)
    browser.init_app(app)
    notifications.use_address_book(queries.addresses)
    for erase in (jobs.erase_unconfirmed, jobs.erase_links, jobs.erase_attempts, jobs.erase_sessions):
        board.add_erasure(f"people.{erase.__name__}", erase)
