"""Trust Exchange: the marketplace on which England's academy trusts trade with one another."""

from flask import Flask

from config import ROOT, Settings, read_settings


def create_app(settings: Settings | None = None) -> Flask:
    """The site, ready to serve: a table of contents.

    Raises SettingsError when a setting is missing, RuntimeError when a route does not say who may enter.
    """
    from app import (
        approvals,
        audit,
        charges,
        contracts,
        cpd,
        listings,
        notifications,
        pages,
        people,
        procurement,
        sandbox,
        search,
        secondments,
        services,
        settlement,
        trusts,
        web,
    )

    settings = settings or read_settings()
    app = Flask(__name__, root_path=str(ROOT / "app"))
    web.init_app(app, settings)
    below = (audit, notifications, people, trusts, search, charges, settlement, listings, approvals, contracts)
    for floor in (*below, services, procurement, secondments, cpd):
        floor.register(app)
    pages.register(app)
    if settings.demo:
        sandbox.register(app)
    web.check_doors(app)
    return app
