"""Secondments: offers and requests, matching, the three-way agreement, checks, recharges."""

from flask import Flask


def register(app: Flask) -> None:
    """Pin this domain to the app and the boards."""
    from app.secondments import models  # noqa: F401
    from app.secondments.views import bp

    app.register_blueprint(bp)
    _interest()
    _agree()
    _sign()
    _charge()


def _charge() -> None:
    """Months that come due, and what is given back."""
    from app.kernel.boards import jobs
    from app.secondments.actions.charging import CREDIT_JOB
    from app.secondments.jobs import charging

    jobs.add_handler(CREDIT_JOB, charging.credit_recharge)
    jobs.add_periodic(charging.CHARGE_DUE)


def _agree() -> None:
    """What trusts are committed to, and the reference of a secondment."""
    from app.approvals.values import ApprovalDeclined, ApprovalGranted
    from app.kernel.boards import news, references
    from app.secondments import reactions

    references.add("SEC", lambda reference: f"/secondments/{reference}")
    news.answer(ApprovalGranted, reactions.commit_approved)
    news.answer(ApprovalDeclined, reactions.withdraw_declined)


def _sign() -> None:
    """Codes that are of no use any more, and the link of those who are lent to their own page."""
    from app.kernel.actor import Actor
    from app.kernel.boards import jobs
    from app.secondments.jobs import signing
    from app.secondments.views.my_secondment import has_own_page
    from app.web import navigation

    def is_lent(actor: Actor | None) -> bool:
        return actor is not None and has_own_page(actor)

    jobs.add_erasure("secondments.codes", signing.erase_codes)
    navigation.add("My secondments", "secondments.my_secondments", 48, visible=is_lent)


def _interest() -> None:
    """Interests and the people whom they are about: references, trusts that close, names kept no longer."""
    from app.kernel.boards import jobs, news, references
    from app.secondments import reactions
    from app.secondments.jobs import secondees
    from app.trusts.values import TrustClosed

    references.add("EOI", lambda reference: f"/interests/{reference}")
    news.answer(TrustClosed, reactions.withdraw_interests)
    jobs.add_periodic(secondees.LINK_SECONDEES)
    jobs.add_erasure("secondments.secondees", secondees.erase_old)
