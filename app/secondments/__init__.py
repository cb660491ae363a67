"""Secondments: offers and requests, matching, the three-way agreement, checks, recharges."""

from functools import partial

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.secondments import models  # noqa: F401
    from app.secondments.views import bp

    app.register_blueprint(bp)
    _list()
    _find(app)
    _match(app)
    _navigate()
    _interest()
    _agree()
    _bind()
    _sign()
    _charge()
    _follow()


def _list() -> None:
    """Where an HR lead begins an advert and finds the trust's own, and the adverts whose closing date passes."""
    from app.kernel.boards import jobs
    from app.listings.boards import KindPages, use_pages
    from app.secondments.documents import address_of
    from app.secondments.jobs import adverts
    from app.secondments.values import AVAILABILITY, OPPORTUNITY
    from app.trusts.values import Permission

    for kind, label in ((OPPORTUNITY, "Ask for somebody"), (AVAILABILITY, "Offer somebody")):
        show = partial(address_of, kind)
        use_pages(KindPages(kind, show, address_of(kind, "new"), label, Permission.POST_SECONDMENTS))
    jobs.add_periodic(adverts.CLOSE_PASSED)


def _find(app: Flask) -> None:
    """Two kinds of listing that start on a day somewhere; somebody available is found by HR leads only."""
    from app.extensions import db
    from app.kernel.boards import Kind, kinds
    from app.listings import queries as listings
    from app.secondments import documents
    from app.secondments.values import AVAILABILITY, OPPORTUNITY
    from app.trusts.values import Permission

    with app.app_context():
        documents.use_clock(db.engine, lambda: app.extensions["clock"].now())
    for kind, label, plural, permission in (
        (OPPORTUNITY, "Secondment opportunity", "Secondment opportunities", None),
        (AVAILABILITY, "Available for secondment", "People available for secondment", Permission.POST_SECONDMENTS),
    ):
        kinds.add(
            Kind(
                name=kind,
                label=label,
                plural=plural,
                document=documents.advert_document,
                references=partial(listings.references_of, kind),
                price_lines=documents.price_lines,
                facets=documents.FACETS,
                has_days=True,
                has_points=True,
                documents=documents.advert_documents,
                permission=permission,
                days_label="Starts between",
                day_label="Starts",
            )
        )


def _match(app: Flask) -> None:
    """Adverts that answer one another, told of by the worker, on a page and from a terminal."""
    from app.kernel.boards import jobs
    from app.secondments.actions.matches import MATCH_JOB
    from app.secondments.cli import commands
    from app.secondments.jobs import matches
    from app.web import navigation

    jobs.add_handler(MATCH_JOB, matches.tell_matches)
    app.cli.add_command(commands)
    navigation.belong("listings.list_own", "/matches")


def _navigate() -> None:
    """The link to secondments, for everybody."""
    from app.web import navigation

    within = ("/opportunities", "/availabilities")
    navigation.add("Secondments", "secondments.show_opportunities", 17, visible=lambda _: True, within=within)
    of_one = (f"/{kinds}/*/{deed}" for kinds in within for deed in ("change", "close"))
    navigation.belong("listings.list_own", *of_one)


def _charge() -> None:
    """Months that come due, and what is given back."""
    from app.kernel.boards import jobs
    from app.secondments.actions.charging import CREDIT_JOB
    from app.secondments.jobs import charging

    jobs.add_handler(CREDIT_JOB, charging.credit_recharge)
    jobs.add_periodic(charging.CHARGE_DUE)


def _agree() -> None:
    """What trusts are committed to, starts and ends by date, and how many interests and agreements wait."""
    from app.approvals.values import ApprovalDeclined, ApprovalGranted
    from app.kernel.actor import Actor
    from app.kernel.boards import jobs, news, references
    from app.secondments import reactions
    from app.secondments.jobs import agreements
    from app.secondments.queries.desk import count_waiting
    from app.trusts.values import Permission
    from app.web import navigation

    def waiting(actor: Actor) -> int:
        return sum(count_waiting(actor.trust)) if actor.may(Permission.POST_SECONDMENTS) else 0

    references.add("SEC", lambda reference: f"/secondments/{reference}")
    news.answer(ApprovalGranted, reactions.commit_approved)
    news.answer(ApprovalDeclined, reactions.withdraw_declined)
    jobs.add_periodic(agreements.FOLLOW_DATES)
    navigation.belong("secondments.show_opportunities", "/secondments")
    navigation.count("secondments.show_opportunities", waiting)


def _bind() -> None:
    """What secondments bind their hosts to, for the contract registers."""
    from app.contracts.boards import sources
    from app.secondments.queries.bindings import list_bindings

    sources.add("secondments", lambda _: list_bindings())


def _sign() -> None:
    """Codes that are of no use any more, and the link of those who are lent to their own page."""
    from app.kernel.actor import Actor
    from app.kernel.boards import jobs
    from app.secondments.jobs import signing
    from app.secondments.queries.desk import count_own_to_sign
    from app.secondments.views.my_secondment import has_own_page
    from app.web import navigation

    def is_lent(actor: Actor | None) -> bool:
        return actor is not None and has_own_page(actor)

    jobs.add_erasure("secondments.codes", signing.erase_codes)
    navigation.add("My secondments", "secondments.my_secondments", 48, visible=is_lent)
    navigation.count("secondments.my_secondments", lambda actor: count_own_to_sign(actor.person_id))


def _interest() -> None:
    """Interests and the people whom they are about: references, trusts that close, names kept no longer."""
    from app.kernel.boards import jobs, news, references
    from app.secondments import reactions
    from app.secondments.jobs import secondees
    from app.trusts.values import TrustClosed
    from app.web import navigation

    references.add("EOI", lambda reference: f"/interests/{reference}")
    news.answer(TrustClosed, reactions.withdraw_interests)
    jobs.add_periodic(secondees.LINK_SECONDEES)
    jobs.add_periodic(secondees.WITHDRAW_IDLE)
    jobs.add_erasure("secondments.secondees", secondees.erase_old)
    navigation.belong("secondments.show_opportunities", "/interests", "/secondees")


def _follow() -> None:
    """Reminders along a secondment."""
    from app.kernel.boards import jobs
    from app.secondments.jobs import reminders

    jobs.add_periodic(reminders.REMIND)
