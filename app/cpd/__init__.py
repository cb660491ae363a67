"""CPD: courses, sessions, places, waiting lists, attendance, certificates."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.cpd import models  # noqa: F401
    from app.cpd.views import bp

    app.register_blueprint(bp)
    _charge()
    _tell(app)


def _charge() -> None:
    """Runs that are over, and what is given back."""
    from app.cpd.actions.charging import CREDIT_JOB
    from app.cpd.jobs import charging
    from app.kernel.boards import jobs

    jobs.add_handler(CREDIT_JOB, charging.credit_charge)
    jobs.add_periodic(charging.CHARGE_RUNS)


def _tell(app: Flask) -> None:
    """What calendars and mails say of this site."""
    from urllib.parse import urlsplit

    from app.cpd.messages.site import Site, use_site
    from app.extensions import db
    from app.notifications.mail_server import mail_server

    settings = app.extensions["settings"]
    host = urlsplit(settings.address).hostname
    sender = mail_server(settings).sender if settings.smtp_url else f"notices@{host}"
    with app.app_context():
        use_site(db.engine, Site(settings.address, sender))
