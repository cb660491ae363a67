"""CPD: courses, sessions, places, waiting lists, attendance, certificates."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.cpd import models  # noqa: F401
    from app.cpd.views import bp

    app.register_blueprint(bp)
    _list()
    _charge()
    _book(app)
    _tell(app)


def _list() -> None:
    """Where a CPD lead begins a course and finds the trust's own."""
    from app.cpd.values import KIND
    from app.listings.boards import KindPages, use_pages
    from app.trusts.values import Permission

    def show(reference: str) -> str:
        return f"/courses/{reference}"

    use_pages(KindPages(KIND, show, "/courses/new", "Add a course", Permission.POST_CPD))


def _charge() -> None:
    """Runs that are over, and what is given back."""
    from app.cpd.actions.charging import CREDIT_JOB
    from app.cpd.jobs import charging
    from app.kernel.boards import jobs

    jobs.add_handler(CREDIT_JOB, charging.credit_charge)
    jobs.add_periodic(charging.CHARGE_RUNS)


def _book(app: Flask) -> None:
    """Places that come to be booked or run out, their references, and the terminal's commands."""
    from app.approvals.values import ApprovalDeclined, ApprovalGranted
    from app.cpd import reactions
    from app.cpd.cli import commands
    from app.cpd.jobs import places
    from app.kernel.boards import jobs, news, references

    references.add("BKG", lambda reference: f"/bookings/{reference}")
    news.answer(ApprovalGranted, reactions.book_approved)
    news.answer(ApprovalDeclined, reactions.end_declined)
    jobs.add_handler(places.TIDY_RUN, places.tidy_run)
    jobs.add_periodic(places.TIDY_RUNS)
    jobs.add_erasure("cpd.drafts", places.erase_drafts)
    app.cli.add_command(commands)


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
