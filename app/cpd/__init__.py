"""CPD: courses, sessions, places, waiting lists, attendance, certificates."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.cpd import models  # noqa: F401
    from app.cpd.views import bp

    app.register_blueprint(bp)
    _list()
    _find(app)
    _charge()
    _book(app)
    _tell(app)
    _keep_staff()
    _navigate()


def _list() -> None:
    """Where a CPD lead begins a course and finds the trust's own."""
    from app.cpd.values import KIND
    from app.listings.boards import KindPages, use_pages
    from app.trusts.values import Permission

    def show(reference: str) -> str:
        return f"/courses/{reference}"

    use_pages(KindPages(KIND, show, "/courses/new", "Add a course", Permission.POST_CPD))


def _find(app: Flask) -> None:
    """Courses are a kind of listing that happens somewhere on days, with places; their runs have references."""
    from app.cpd import documents
    from app.cpd.jobs import runs
    from app.cpd.values import KIND
    from app.extensions import db
    from app.kernel.boards import Kind, jobs, kinds, references
    from app.listings import queries as listings

    with app.app_context():
        documents.use_clock(db.engine, lambda: app.extensions["clock"].now())
    kinds.add(
        Kind(
            name=KIND,
            label="Course",
            plural="Courses",
            document=documents.course_document,
            references=lambda: listings.references_of(KIND),
            price_lines=documents.price_lines,
            facets=documents.FACETS,
            has_days=True,
            has_places=True,
            has_points=True,
            documents=documents.course_documents,
        )
    )
    references.add("RUN", lambda reference: f"/runs/{reference}")
    jobs.add_periodic(runs.FOLLOW_BEGUN)


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
    """What calendars and mails say of this site, and the reminders that come round."""
    from urllib.parse import urlsplit

    from app.cpd.jobs import reminders
    from app.cpd.messages.site import Site, use_site
    from app.extensions import db
    from app.kernel.boards import jobs as board
    from app.notifications.mail_server import mail_server

    settings = app.extensions["settings"]
    host = urlsplit(settings.address).hostname
    sender = mail_server(settings).sender if settings.smtp_url else f"notices@{host}"
    with app.app_context():
        use_site(db.engine, Site(settings.address, sender))
    board.add_periodic(reminders.REMIND)


def _keep_staff() -> None:
    """Those who go to courses: linked to accounts, and kept no longer than it serves."""
    from app.cpd.jobs import staff
    from app.kernel.boards import jobs

    jobs.add_periodic(staff.LINK_ACCOUNTS)
    jobs.add_erasure("cpd.delegates", staff.erase_old)
    jobs.add_erasure("cpd.comments", staff.erase_comments)


def _navigate() -> None:
    """The links to courses, and to a trust's bookings with how many have an offer to answer."""
    from app.cpd import queries
    from app.kernel.actor import Actor
    from app.trusts.values import Permission
    from app.web import navigation

    def books(actor: Actor | None) -> bool:
        return actor is not None and actor.may(Permission.BOOK_CPD)

    navigation.add("Courses", "cpd.show_calendar", 15, visible=lambda _: True, within=("/courses",))
    navigation.add(
        "Bookings", "cpd.list_bookings", 45, visible=books, within=("/runs", "/places", "/sessions", "/staff", "/cpd")
    )
    navigation.count("cpd.list_bookings", lambda actor: queries.count_to_answer(actor.trust))
    of_one = (f"/courses/*/{deed}" for deed in ("change", "close", "evaluations", "materials", "runs"))
    navigation.belong("listings.list_own", "/courses/new", "/courses/partners", "/runs/*/change", *of_one)
